//! What every wing stands on: configuration, database, sealing, the write path, the HTTP edge.
