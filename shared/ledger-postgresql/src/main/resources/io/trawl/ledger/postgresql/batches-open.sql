SELECT EXISTS (SELECT FROM trawl.batch WHERE run_no = :run AND NOT done AND pass = 'ENTITIES')
    OR :both AND EXISTS (SELECT FROM trawl.batch WHERE run_no = :run AND NOT done AND pass = 'REFERENCES')
