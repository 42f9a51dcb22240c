//! Reads Postgres's catalogue: tables for the schema generator, everything for the migration tests.

use tokio_postgres::Client;

/// A table as Diesel must know it.
pub struct Table {
    pub name: String,
    pub primary_key: Vec<String>,
    pub columns: Vec<Column>,
}

pub struct Column {
    pub name: String,
    /// As Postgres formats it: `timestamp with time zone`, `text[]`.
    pub kind: String,
    pub nullable: bool,
}

/// Every table of the schema but Diesel's own, by name.
pub async fn tables(client: &Client) -> Vec<Table> {
    let columns = client
        .query(
            "SELECT c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull \
             FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition \
             AND c.relname <> '__diesel_schema_migrations' ORDER BY c.relname COLLATE \"C\", a.attnum",
            &[],
        )
        .await
        .unwrap();
    let keys = client
        .query(
            "SELECT c.relname::text, a.attname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid \
             CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(attnum, place) \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum \
             WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace ORDER BY c.relname, k.place",
            &[],
        )
        .await
        .unwrap();
    let mut tables: Vec<Table> = Vec::new();
    for row in columns {
        let name: String = row.get(0);
        if tables.last().is_none_or(|table| table.name != name) {
            let of_table = keys.iter().filter(|key| key.get::<_, &str>(0) == name);
            let primary_key = of_table.map(|key| key.get(1)).collect();
            tables.push(Table { name, primary_key, columns: Vec::new() });
        }
        let column = Column { name: row.get(1), kind: row.get(2), nullable: row.get(3) };
        tables.last_mut().unwrap().columns.push(column);
    }
    tables
}

/// What belongs to an extension is not ours to compare.
const NOT_OF_AN_EXTENSION: &str =
    "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = o.oid AND d.deptype = 'e')";

/// Everything a migration can make, one line each, sorted: two databases are alike when their lines are.
pub async fn dump(client: &Client) -> Vec<String> {
    let queries = [
        format!(
            "SELECT format('relation %s %s acl=%s options=%s', o.relkind, o.oid::regclass, o.relacl, o.reloptions) \
             FROM pg_class o WHERE o.relnamespace = 'public'::regnamespace AND o.relkind NOT IN ('i', 't') \
             AND {NOT_OF_AN_EXTENSION}"
        ),
        "SELECT format('column %s.%s %s place=%s notnull=%s default=%s generated=%s collation=%s acl=%s', \
         c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), \
         row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attnotnull, \
         pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attcollation::regcollation, a.attacl) \
         FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
         LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum \
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')"
            .to_owned(),
        "SELECT format('constraint %s on %s: %s valid=%s', conname, conrelid::regclass, \
         pg_get_constraintdef(oid), convalidated) FROM pg_constraint \
         WHERE connamespace = 'public'::regnamespace"
            .to_owned(),
        "SELECT format('index %s valid=%s', pg_get_indexdef(i.indexrelid), i.indisvalid) FROM pg_index i \
         JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace"
            .to_owned(),
        "SELECT format('trigger %s enabled=%s', pg_get_triggerdef(oid), tgenabled) FROM pg_trigger \
         WHERE NOT tgisinternal"
            .to_owned(),
        format!(
            "SELECT format('function %s acl=%s', pg_get_functiondef(o.oid), o.proacl) FROM pg_proc o \
             WHERE o.pronamespace = 'public'::regnamespace AND o.prokind IN ('f', 'p') AND {NOT_OF_AN_EXTENSION}"
        ),
        format!(
            "SELECT format('type %s %s', o.typtype, o.oid::regtype) FROM pg_type o \
             WHERE o.typnamespace = 'public'::regnamespace AND o.typtype IN ('e', 'd', 'r') \
             AND {NOT_OF_AN_EXTENSION}"
        ),
        "SELECT format('view %s: %s', c.oid::regclass, pg_get_viewdef(c.oid)) FROM pg_class c \
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')"
            .to_owned(),
        "SELECT format('policy %s on %s', polname, polrelid::regclass) FROM pg_policy".to_owned(),
        "SELECT format('extension %s', extname) FROM pg_extension".to_owned(),
        "SELECT format('default acl %s %s %s', defaclrole::regrole, defaclobjtype, defaclacl) FROM pg_default_acl"
            .to_owned(),
        "SELECT format('comment %s: %s', pg_describe_object(classoid, objoid, objsubid), description) \
         FROM pg_description WHERE objoid IN \
         (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)"
            .to_owned(),
    ];
    let mut lines = Vec::new();
    for query in queries {
        lines.extend(column(client, &query).await);
    }
    lines.sort();
    lines
}

/// The first column of every row, as text.
pub async fn column(client: &Client, query: &str) -> Vec<String> {
    let rows = client.query(query, &[]).await.unwrap_or_else(|error| panic!("{query}: {error:?}"));
    rows.iter().map(|row| row.get(0)).collect()
}
