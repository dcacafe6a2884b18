// Requests of a user who has deleted his account are found by it.
export const forgotten = `
  CREATE INDEX group_requests_by_user ON group_requests (user);
  `;
