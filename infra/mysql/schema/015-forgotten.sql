-- Requests of a user who has deleted his account are found by it.
ALTER TABLE group_requests ADD KEY by_user (user);
