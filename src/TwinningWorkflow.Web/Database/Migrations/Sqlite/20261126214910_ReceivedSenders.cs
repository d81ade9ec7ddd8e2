using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TwinningWorkflow.Web.Database.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: false
            );

            migrationBuilder.AddColumn<Guid>(
                name: "sender_person",
                table: "received_mails",
                type: "TEXT",
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
