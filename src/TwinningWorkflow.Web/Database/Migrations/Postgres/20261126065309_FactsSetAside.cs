using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TwinningWorkflow.Web.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class FactsSetAside : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "set_aside_at",
                table: "inbox",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<string>(name: "set_aside_by", table: "inbox", type: "text", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "set_aside_at", table: "inbox");

            migrationBuilder.DropColumn(name: "set_aside_by", table: "inbox");
        }
    }
}
