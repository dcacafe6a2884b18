// What has expired is found by its time.
export const codesByTime = `
CREATE INDEX codes_by_end ON codes (ends_at);
CREATE INDEX code_uses_by_end ON code_uses (ends_at);
CREATE INDEX code_mails_by_time ON code_mails (granted_at);
`;
