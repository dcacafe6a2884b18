// The OpenAPI document, made from the declarations that route and check.
import type { Endpoint } from './endpoint.ts';
import type { JsonSchema, Schema } from './schema.ts';

const ERROR = {
  type: 'object',
  properties: { error: { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } } } },
};

const EVENTS = { description: 'Events.', content: { 'text/event-stream': { schema: { type: 'string' } } } };

/** What can go wrong with every operation. */
const ERRORS: Readonly<Record<string, string>> = {
  400: 'The request does not fit.',
  401: 'No valid token.',
  403: 'The token lacks the role, or a page of another site calls.',
  404: 'There is no such thing.',
  409: 'It cannot be done as things are now, as where a process has restarted meanwhile: the message says why.',
  503: 'A service, Kafka or the store is unavailable. The audit log says whether an act was begun.',
  504: 'No reply in time: the outcome is unknown.',
};

export function describeApi(endpoints: readonly Endpoint[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const operations = paths[endpoint.path] ?? {};
    paths[endpoint.path] = operations;
    operations[endpoint.method.toLowerCase()] = describeOperation(endpoint);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Administration', version: '1', description: 'What an operator sees and does. Roles: read, operate.' },
    paths,
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
  };
}

function describeOperation(endpoint: Endpoint): object {
  const { name, summary, role, isAct, params, query, body } = endpoint;
  const errors = Object.entries(ERRORS).map(([status, description]) => [status, describeAnswer(description, ERROR)]);
  return {
    operationId: name,
    summary,
    description: `Role: ${role}.${isAct ? ' The audit log has it.' : ''}`,
    parameters: [...describeParameters('path', params), ...describeParameters('query', query)],
    ...(body && { requestBody: { required: true, ...describeContent(body.json) } }),
    responses: { 200: describeReply(endpoint), ...Object.fromEntries(errors) },
  };
}

function describeParameters(where: 'path' | 'query', { json }: Schema<object>): object[] {
  const required = (json.required ?? []) as readonly string[];
  return Object.entries(json.properties as Record<string, JsonSchema>).map(([name, schema]) => ({
    name,
    in: where,
    required: required.includes(name),
    schema,
  }));
}

function describeAnswer(description: string, schema: object): object {
  return { description, ...describeContent(schema) };
}

function describeReply({ reply, lines, open }: Endpoint): object {
  if (open) return EVENTS;
  return lines ? describeLines(reply.json) : describeAnswer('Done.', reply.json);
}

function describeLines(schema: object): object {
  const description = 'JSON lines. The last one has the kind "end" and their number; or "error" with a code and a message.';
  return { description, content: { 'application/x-ndjson': { schema } } };
}

function describeContent(schema: object): object {
  return { content: { 'application/json': { schema } } };
}
