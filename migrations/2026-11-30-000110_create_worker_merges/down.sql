drop table worker_merges;
