using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TwinningWorkflow.Web.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AuthorityCalendars : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // the calendar of before, written in full
            migrationBuilder.Sql(
                """
                UPDATE authorities SET zone = '{"zone":"' || zone || '","country":"IT","patron":{'
                    || CASE WHEN patron_day = '' THEN ''
                        ELSE '"day":"' || substr(patron_day, 1, 2) || '-' || substr(patron_day, 3, 2) || '",' END
                    || '"movesTerms":false},"saturday":{"working":false,"movesTerms":false},"morning":"08:00",'
                    || '"holidays":[],"closures":[],"recesses":[{"body":"council","first":"08-01","last":"08-31"}],'
                    || '"councilNotice":{"days":5,"free":true,"countsDeliveryDay":false},'
                    || '"giuntaAgenda":{"days":2,"working":true},"councilAgenda":{"days":8,"working":false}}'
                """
            );
            migrationBuilder.DropColumn(name: "patron_day", table: "authorities");

            migrationBuilder.RenameColumn(name: "zone", table: "authorities", newName: "calendar");

            migrationBuilder.CreateTable(
                name: "feed_links",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    authority_id = table.Column<string>(type: "TEXT", nullable: false),
                    person_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    made_at = table.Column<long>(type: "INTEGER", nullable: false),
                    revoked_at = table.Column<long>(type: "INTEGER", nullable: true),
                    read_at = table.Column<long>(type: "INTEGER", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_feed_links", x => x.id);
                    table.ForeignKey(
                        name: "FK_feed_links_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict
                    );
                }
            );

            migrationBuilder.CreateTable(
                name: "sittings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    authority_id = table.Column<string>(type: "TEXT", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    day = table.Column<string>(type: "TEXT", nullable: false),
                    begins_at = table.Column<string>(type: "TEXT", nullable: false),
                    agenda_closes = table.Column<string>(type: "TEXT", nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sittings", x => x.id);
                }
            );

            migrationBuilder.CreateIndex(name: "IX_feed_links_person_id", table: "feed_links", column: "person_id");

            migrationBuilder.CreateIndex(
                name: "IX_feed_links_secret_hash",
                table: "feed_links",
                column: "secret_hash",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_sittings_authority_id_body_day",
                table: "sittings",
                columns: new[] { "authority_id", "body", "day" },
                unique: true
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(name: "feed_links");

            migrationBuilder.DropTable(name: "sittings");

            migrationBuilder.Sql("UPDATE authorities SET calendar = 'Europe/Rome'");

            migrationBuilder.RenameColumn(name: "calendar", table: "authorities", newName: "zone");

            migrationBuilder.AddColumn<string>(
                name: "patron_day",
                table: "authorities",
                type: "TEXT",
                nullable: false,
                defaultValue: ""
            );
        }
    }
}
