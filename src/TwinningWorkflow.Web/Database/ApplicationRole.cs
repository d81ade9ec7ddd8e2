namespace TwinningWorkflow.Web.Database;

/// <summary>
/// The role under which the application serves on PostgreSQL. It owns nothing, so it can neither alter a table nor drop a
/// trigger, and of the journal it may only read and append.
/// </summary>
internal static class ApplicationRole
{
    public const string Name = "twinning_app";

    public const string HangfireSchema = "hangfire";

    /// <summary>Creates the role where it is missing, lets the connection's user take it, and grants it what it needs.</summary>
    public const string Grant = $"""
        DO $$ BEGIN
            CREATE ROLE {Name} NOLOGIN;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$;
        DO $$ BEGIN
            IF NOT pg_has_role(current_user, '{Name}', 'MEMBER') THEN
                EXECUTE format('GRANT {Name} TO %I', current_user);
            END IF;
        END $$;
        REVOKE CREATE ON SCHEMA public FROM PUBLIC;
        GRANT USAGE ON SCHEMA public, {HangfireSchema} TO {Name};
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public, {HangfireSchema} TO {Name};
        GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public, {HangfireSchema} TO {Name};
        REVOKE UPDATE, DELETE, TRUNCATE ON journal, definitions FROM {Name};
        REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "__EFMigrationsHistory" FROM {Name};
        """;
}
