update funding_sources set committed_idr = 0;
delete from contribution_obligations;
