using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TwinningWorkflow.Web.Database.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class MailAndAbsences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "on_behalf_of", table: "role_assignments");

            migrationBuilder.AddColumn<Guid>(name: "assignee", table: "tasks", type: "uuid", nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mail_wishes",
                table: "people",
                type: "jsonb",
                nullable: false,
                defaultValue: """{"Address":"","AddressToConfirm":"","Digest":false,"Hour":8,"Information":true,"Weekly":true,"WorkingDays":""}"""
            );

            migrationBuilder.AddColumn<string>(
                name: "bundled_in",
                table: "mails",
                type: "text",
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<string>(
                name: "calendar",
                table: "mails",
                type: "text",
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<int>(
                name: "calendar_sequence",
                table: "mails",
                type: "integer",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<string>(
                name: "content",
                table: "mails",
                type: "text",
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<DateOnly>(name: "due_on", table: "mails", type: "date", nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "kept_for",
                table: "mails",
                type: "timestamp with time zone",
                nullable: true
            );

            migrationBuilder.AddColumn<Guid>(name: "on_behalf_of", table: "mails", type: "uuid", nullable: true);

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    authority_id = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    role = table.Column<string>(type: "text", nullable: false),
                    deputy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_absences", x => x.id);
                    table.ForeignKey(
                        name: "FK_absences_people_deputy_id",
                        column: x => x.deputy_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                    table.ForeignKey(
                        name: "FK_absences_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "departments",
                columns: table => new
                {
                    authority_id = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    head_id = table.Column<Guid>(type: "uuid", nullable: true),
                    above = table.Column<string>(type: "text", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_departments", x => new { x.authority_id, x.name });
                }
            );

            migrationBuilder.CreateTable(
                name: "mailboxes",
                columns: table => new
                {
                    name = table.Column<string>(type: "text", nullable: false),
                    validity = table.Column<long>(type: "bigint", nullable: false),
                    last_uid = table.Column<long>(type: "bigint", nullable: false),
                    read_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    error = table.Column<string>(type: "text", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mailboxes", x => x.name);
                }
            );

            migrationBuilder.CreateTable(
                name: "received_mails",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    authority_id = table.Column<string>(type: "text", nullable: false),
                    mailbox = table.Column<string>(type: "text", nullable: false),
                    validity = table.Column<long>(type: "bigint", nullable: false),
                    uid = table.Column<long>(type: "bigint", nullable: false),
                    message_id = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    dossier_id = table.Column<Guid>(type: "uuid", nullable: true),
                    mail_key = table.Column<string>(type: "text", nullable: false),
                    from_name = table.Column<string>(type: "text", nullable: false),
                    from_address = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    raw_hash = table.Column<string>(type: "text", nullable: false),
                    received_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    files = table.Column<string>(type: "jsonb", nullable: false),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_received_mails", x => x.id);
                }
            );

            migrationBuilder.CreateIndex(
                name: "IX_mails_instance_id_task_id",
                table: "mails",
                columns: new[] { "instance_id", "task_id" }
            );

            migrationBuilder.CreateIndex(name: "IX_mails_message_id", table: "mails", column: "message_id");

            migrationBuilder.CreateIndex(
                name: "IX_absences_authority_id_valid_to",
                table: "absences",
                columns: new[] { "authority_id", "valid_to" }
            );

            migrationBuilder.CreateIndex(name: "IX_absences_deputy_id", table: "absences", column: "deputy_id");

            migrationBuilder.CreateIndex(name: "IX_absences_person_id", table: "absences", column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_received_mails_dossier_id",
                table: "received_mails",
                column: "dossier_id"
            );

            migrationBuilder.CreateIndex(
                name: "IX_received_mails_mailbox_validity_uid",
                table: "received_mails",
                columns: new[] { "mailbox", "validity", "uid" },
                unique: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "absences");

            migrationBuilder.DropTable(name: "departments");

            migrationBuilder.DropTable(name: "mailboxes");

            migrationBuilder.DropTable(name: "received_mails");

            migrationBuilder.DropIndex(name: "IX_mails_instance_id_task_id", table: "mails");

            migrationBuilder.DropIndex(name: "IX_mails_message_id", table: "mails");

            migrationBuilder.DropColumn(name: "assignee", table: "tasks");

            migrationBuilder.DropColumn(name: "mail_wishes", table: "people");

            migrationBuilder.DropColumn(name: "bundled_in", table: "mails");

            migrationBuilder.DropColumn(name: "calendar", table: "mails");

            migrationBuilder.DropColumn(name: "calendar_sequence", table: "mails");

            migrationBuilder.DropColumn(name: "content", table: "mails");

            migrationBuilder.DropColumn(name: "due_on", table: "mails");

            migrationBuilder.DropColumn(name: "kept_for", table: "mails");

            migrationBuilder.DropColumn(name: "on_behalf_of", table: "mails");

            migrationBuilder.AddColumn<Guid>(
                name: "on_behalf_of",
                table: "role_assignments",
                type: "uuid",
                nullable: true
            );
        }
    }
}
