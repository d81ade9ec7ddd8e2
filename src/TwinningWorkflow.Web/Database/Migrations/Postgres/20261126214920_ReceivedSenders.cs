using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TwinningWorkflow.Web.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ReceivedSenders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_told",
                table: "received_mails",
                type: "boolean",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<Guid>(
                name: "sender_person",
                table: "received_mails",
                type: "uuid",
                nullable: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "is_told", table: "received_mails");

            migrationBuilder.DropColumn(name: "sender_person", table: "received_mails");
        }
    }
}
