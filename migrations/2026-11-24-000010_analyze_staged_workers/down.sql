drop function analyze_staged_workers();
