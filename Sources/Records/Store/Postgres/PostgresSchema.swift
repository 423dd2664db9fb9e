/// The tables in a PostgreSQL database, in a schema of their own named `denchi`.
enum PostgresSchema {
  /// The form of the tables.
  static let version: Int64 = 1
  /// The advisory lock that one append at a time holds. Both keys: "DNCH" and a number.
  static let appendLock: Int64 = 0x444E_4348_0001
  /// The advisory lock that every connection shares, and a restore holds alone.
  static let useLock: Int64 = 0x444E_4348_0002

  /// A commit must be on the disk when it is acknowledged, whatever the server's default.
  static let durable = """
    SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
    """

  private static let tables = """
    CREATE SCHEMA IF NOT EXISTS denchi;
    CREATE TABLE denchi.records (sequence bigint PRIMARY KEY, text bytea NOT NULL, hash bytea NOT NULL);
    CREATE TABLE denchi.documents (
      kind text NOT NULL, key bytea NOT NULL, body bytea NOT NULL, PRIMARY KEY (kind, key));
    CREATE TABLE denchi.attachments (digest bytea PRIMARY KEY, content bytea NOT NULL);
    CREATE TABLE denchi.secrets (name text COLLATE "C" PRIMARY KEY, value bytea NOT NULL);
    CREATE TABLE denchi.checkpoints (size bigint PRIMARY KEY, note text NOT NULL, peaks bytea NOT NULL);
    CREATE TABLE denchi.state (name text PRIMARY KEY, value bigint NOT NULL);
    INSERT INTO denchi.state VALUES ('version', \(version)), ('documents complete', 1);
    CREATE FUNCTION denchi.append(
      expected bigint, sequences bigint[], texts bytea[], hashes bytea[], kinds text[], keys bytea[],
      bodies bytea[]
    ) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock(\(appendLock));
      IF coalesce((SELECT max(sequence) FROM denchi.records), 0) <> expected THEN
        RETURN false;
      END IF;
      INSERT INTO denchi.records SELECT * FROM unnest(sequences, texts, hashes);
      IF cardinality(kinds) > 0 THEN
        DELETE FROM denchi.documents AS old USING unnest(kinds, keys, bodies) AS new (kind, key, body)
          WHERE new.body IS NULL AND old.kind = new.kind AND old.key = new.key;
        INSERT INTO denchi.documents
          SELECT * FROM unnest(kinds, keys, bodies) AS new (kind, key, body) WHERE new.body IS NOT NULL
          ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body;
      END IF;
      RETURN true;
    END $$;
    """

  /// Makes the tables where there are none; several processes may try at once.
  /// - Throws: `StoreError.unavailable` for tables that a later version made.
  static func make(_ connection: PostgresConnection) throws {
    try connection.transaction {
      try connection.run("SELECT pg_advisory_xact_lock($1)", .integer(appendLock))
      let tables = try connection.run("SELECT to_regclass('denchi.state') IS NOT NULL")
      if tables.integer(0, 0) == 0 { try connection.script(PostgresSchema.tables) }
      let found = try connection.run("SELECT value FROM denchi.state WHERE name = 'version'")
      guard found.count == 1, found.integer(0, 0) <= version else {
        throw StoreError.unavailable(
          "the tables were written by a newer version of Denchi; this one knows forms up to \(version): "
            + "install the newer version")
      }
    }
  }
}
