using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TwinningWorkflow.Web.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class TimerRetries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "retry_at",
                table: "timers",
                type: "timestamp with time zone",
                nullable: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "retry_at", table: "timers");
        }
    }
}
