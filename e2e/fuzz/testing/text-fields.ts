// Requests that are valid but for one text: every string field of every rpc that a client may call, at any depth.
import { randomBytes } from 'node:crypto';
import protobuf from 'protobufjs/light.js';
import { allServices, im, type Rpc, rpcsByNumber } from '../../../proto/rpc.ts';
import { type TextRule, textRuleOf } from '../../../proto/text/text-rules.ts';

/** A string field, and the fields from the request to it. */
export interface TextField {
  readonly rpc: Rpc;
  readonly path: readonly protobuf.Field[];
  /** "Logic.SendMessage.text". */
  readonly name: string;
  readonly rule: TextRule;
}

export function findTextFields(): TextField[] {
  return [...rpcsByNumber(allServices()).values()]
    .filter(({ access }) => access !== 'INTERNAL')
    .flatMap((rpc) => fieldsOf(rpc, rpc.request as unknown as protobuf.Type, []));
}

function fieldsOf(rpc: Rpc, type: protobuf.Type, above: readonly protobuf.Field[]): TextField[] {
  return type.fieldsArray.flatMap((field) => {
    const path = [...above, field.resolve()];
    if (field.resolvedType instanceof protobuf.Type) return fieldsOf(rpc, field.resolvedType, path);
    if (field.type !== 'string') return [];
    const name = `${rpc.name}.${path.map((part) => part.name).join('.')}`;
    return [{ rpc, path, name, rule: textRuleOf(field) ?? 'OPAQUE' }];
  });
}

/** The request with `text` in the field. The last value of a field counts, so it is appended, also when it is no UTF-8. */
export function requestWith(field: TextField, request: object, text: Uint8Array): Buffer {
  const base = field.rpc.request.encode(request).finish();
  return Buffer.concat([base, field.path.reduceRight<Uint8Array>((value, { id }) => lengthDelimited(id, value), text)]);
}

function lengthDelimited(field: number, value: Uint8Array): Uint8Array {
  return new protobuf.Writer()
    .uint32(((field << 3) | 2) >>> 0)
    .bytes(value)
    .finish();
}

/** What exists when the requests are sent. */
export interface Scene {
  readonly password: string;
  readonly bob: string;
  readonly conversationId: string;
  readonly groupId: string;
}

/** Requests that succeed, or fail for nothing but their field, one for each way in which the service uses the field. */
export function validRequests({ name }: TextField, scene: Scene): object[] {
  const { password, bob, conversationId, groupId } = scene;
  const ids = { clientRequestId: randomBytes(16), clientMessageId: randomBytes(16), conversationId, groupId, seq: 1 };
  const email = 'somebody@example.org';
  // A codec writes the fields that its message has.
  const common = { ...ids, password, currentPassword: password, userId: bob, userIds: [bob], code: '123456' };
  const { NAME, NAME_PREFIX, EMAIL } = im.SearchUsersRequest.By;
  switch (name) {
    case 'Auth.Register.email':
    case 'Auth.Register.code':
      return [{ ...common, name: `somebody ${randomBytes(6).toString('hex')}`, email }];
    case 'Auth.Register.name':
    case 'Auth.Register.password':
    case 'Auth.Register.deviceName':
      return [{ ...ids, name: `somebody ${randomBytes(6).toString('hex')}`, password }];
    case 'Logic.SendMessage.toUserId':
      return [{ ...common, conversationId: '', text: 'x' }];
    case 'Logic.SendMessage.body':
      return [{ ...common, kind: im.MessageKind.IMAGE, body: '{}' }];
    case 'Logic.SendMessage.text':
      return [common, { ...common, kind: im.MessageKind.IMAGE, body: '{}', clientMessageId: randomBytes(16) }];
    case 'Logic.EditMessage.body':
      return [{ ...common, seq: 2 }];
    case 'Logic.SearchUsers.text':
      return [NAME, NAME_PREFIX, EMAIL].map((by) => ({ by }));
    case 'Logic.SearchUsers.after':
      return [{ by: NAME_PREFIX, text: 'al' }];
    default:
      return [{ ...common, name: name.startsWith('Auth.') ? 'alice' : 'group', email, newPassword: 'another horse', text: 'x' }];
  }
}
