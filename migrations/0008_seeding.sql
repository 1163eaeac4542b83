-- A row here says that the demo company is being made and the deployment is not usable yet. Only `npm start` writes it.
CREATE TABLE seeding (
	since INTEGER PRIMARY KEY
) STRICT;
