using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TwinningWorkflow.Web.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MailAndAbsences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "on_behalf_of", table: "role_assignments");

            migrationBuilder.AddColumn<Guid>(name: "assignee", table: "tasks", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "mail_wishes",
                table: "people",
                type: "TEXT",
                nullable: false,
                defaultValue: """{"Address":"","AddressToConfirm":"","Digest":false,"Hour":8,"Information":true,"Weekly":true,"WorkingDays":""}"""
            );

            migrationBuilder.AddColumn<string>(
                name: "bundled_in",
                table: "mails",
                type: "TEXT",
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<string>(
                name: "calendar",
                table: "mails",
                type: "TEXT",
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<int>(
                name: "calendar_sequence",
                table: "mails",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0
            );

            migrationBuilder.AddColumn<string>(
                name: "content",
                table: "mails",
                type: "TEXT",
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.AddColumn<string>(name: "due_on", table: "mails", type: "TEXT", nullable: true);

            migrationBuilder.AddColumn<long>(name: "kept_for", table: "mails", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<Guid>(name: "on_behalf_of", table: "mails", type: "TEXT", nullable: true);

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    authority_id = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    role = table.Column<string>(type: "TEXT", nullable: false),
                    deputy_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    valid_from = table.Column<string>(type: "TEXT", nullable: false),
                    valid_to = table.Column<string>(type: "TEXT", nullable: false),
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
                    authority_id = table.Column<string>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    head_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    above = table.Column<string>(type: "TEXT", nullable: true),
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
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    validity = table.Column<long>(type: "INTEGER", nullable: false),
                    last_uid = table.Column<long>(type: "INTEGER", nullable: false),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true),
                    error = table.Column<string>(type: "TEXT", nullable: false),
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    authority_id = table.Column<string>(type: "TEXT", nullable: false),
                    mailbox = table.Column<string>(type: "TEXT", nullable: false),
                    validity = table.Column<long>(type: "INTEGER", nullable: false),
                    uid = table.Column<long>(type: "INTEGER", nullable: false),
                    message_id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    dossier_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    mail_key = table.Column<string>(type: "TEXT", nullable: false),
                    from_name = table.Column<string>(type: "TEXT", nullable: false),
                    from_address = table.Column<string>(type: "TEXT", nullable: false),
                    subject = table.Column<string>(type: "TEXT", nullable: false),
                    text = table.Column<string>(type: "TEXT", nullable: false),
                    raw_hash = table.Column<string>(type: "TEXT", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    files = table.Column<string>(type: "TEXT", nullable: false),
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
                type: "TEXT",
                nullable: true
            );
        }
    }
}
