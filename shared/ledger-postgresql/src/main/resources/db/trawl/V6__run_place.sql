-- Where a run is worked on, as its orchestrator names it: of Argo, the namespace and the name of its Workflow.
ALTER TABLE trawl.run ADD COLUMN place text;
