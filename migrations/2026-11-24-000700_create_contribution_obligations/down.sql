alter table funding_sources
    drop column committed_idr,
    drop column paid_idr,
    drop column credit_idr;
drop table contribution_obligations;
