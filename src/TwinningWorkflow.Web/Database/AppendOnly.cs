namespace TwinningWorkflow.Web.Database;

/// <summary>
/// What keeps the journal append-only in the database itself. Installed after every migration: SQLite's way of altering a
/// table rebuilds it and drops its triggers.
/// </summary>
internal static class AppendOnly
{
    /// <summary>How many triggers guard the journal.</summary>
    public static int Expected(bool postgres) => postgres ? 1 : 3;

    public static string Count(bool postgres) =>
        postgres
            ? "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass('journal') AND tgname = 'journal_append_only'"
            : "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'";

    public static string Install(bool postgres) => postgres ? Postgres : Sqlite;

    // ENABLE ALWAYS: a session that plays a replica skips ordinary triggers
    private const string Postgres = """
        CREATE OR REPLACE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$;
        DROP TRIGGER IF EXISTS journal_append_only ON journal;
        CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
            FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only();
        ALTER TABLE journal ENABLE ALWAYS TRIGGER journal_append_only;
        """;

    // INSERT OR REPLACE overwrites a row of the same key, or of the same rowid, without any DELETE that a trigger would see
    private const string Sqlite = """
        DROP TRIGGER IF EXISTS journal_no_update;
        CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
        DROP TRIGGER IF EXISTS journal_no_delete;
        CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
        DROP TRIGGER IF EXISTS journal_no_replace;
        CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
            WHEN EXISTS (SELECT 1 FROM journal WHERE stream = NEW.stream AND sequence = NEW.sequence)
                OR EXISTS (SELECT 1 FROM journal WHERE rowid = NEW.rowid)
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
        """;
}
