using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TwinningWorkflow.Web.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MailSendings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(name: "dated_at", table: "mails", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "uncertain_sendings",
                table: "mails",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.CreateIndex(
                name: "IX_received_mails_mailbox_message_id",
                table: "received_mails",
                columns: new[] { "mailbox", "message_id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_mails_bundled_in",
                table: "mails",
                column: "bundled_in",
                filter: "bundled_in <> ''"
            );

            migrationBuilder.CreateIndex(name: "IX_mails_person_id", table: "mails", column: "person_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_received_mails_mailbox_message_id", table: "received_mails");

            migrationBuilder.DropIndex(name: "IX_mails_bundled_in", table: "mails");

            migrationBuilder.DropIndex(name: "IX_mails_person_id", table: "mails");

            migrationBuilder.DropColumn(name: "dated_at", table: "mails");

            migrationBuilder.DropColumn(name: "uncertain_sendings", table: "mails");
        }
    }
}
