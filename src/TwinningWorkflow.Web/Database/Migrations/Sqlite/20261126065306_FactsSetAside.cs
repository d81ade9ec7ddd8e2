using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace TwinningWorkflow.Web.Database.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FactsSetAside : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(name: "set_aside_at", table: "inbox", type: "INTEGER", nullable: true);

            migrationBuilder.AddColumn<string>(name: "set_aside_by", table: "inbox", type: "TEXT", nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "set_aside_at", table: "inbox");

            migrationBuilder.DropColumn(name: "set_aside_by", table: "inbox");
        }
    }
}
