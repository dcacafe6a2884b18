/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/light.js";

const $root = ($protobuf.roots["default"] || ($protobuf.roots["default"] = new $protobuf.Root()))
.addJSON({
  "im": {
    "nested": {
      "Auth": {
        "methods": {
          "Register": {
            "requestType": "RegisterRequest",
            "responseType": "LoggedIn",
            "options": {
              "(number)": 101,
              "(access)": "PUBLIC",
              "(sealed)": true,
              "(binds)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 101
              },
              {
                "(access)": "PUBLIC"
              },
              {
                "(sealed)": true
              },
              {
                "(binds)": true
              },
              {
                "(expires)": true
              }
            ]
          },
          "LogIn": {
            "requestType": "LogInRequest",
            "responseType": "LoggedIn",
            "options": {
              "(number)": 102,
              "(access)": "PUBLIC",
              "(sealed)": true,
              "(binds)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 102
              },
              {
                "(access)": "PUBLIC"
              },
              {
                "(sealed)": true
              },
              {
                "(binds)": true
              },
              {
                "(expires)": true
              }
            ]
          },
          "Resume": {
            "requestType": "ResumeRequest",
            "responseType": "LoggedIn",
            "options": {
              "(number)": 103,
              "(access)": "PUBLIC",
              "(sealed)": true,
              "(binds)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 103
              },
              {
                "(access)": "PUBLIC"
              },
              {
                "(sealed)": true
              },
              {
                "(binds)": true
              },
              {
                "(expires)": true
              }
            ]
          },
          "LogOut": {
            "requestType": "LogOutRequest",
            "responseType": "LogOutReply",
            "options": {
              "(number)": 104,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 104
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "RefreshToken": {
            "requestType": "RefreshTokenRequest",
            "responseType": "RefreshTokenReply",
            "options": {
              "(number)": 105,
              "(access)": "USER",
              "(sealed)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 105
              },
              {
                "(access)": "USER"
              },
              {
                "(sealed)": true
              },
              {
                "(expires)": true
              }
            ]
          },
          "LogOutEverywhere": {
            "requestType": "LogOutEverywhereRequest",
            "responseType": "LogOutEverywhereReply",
            "options": {
              "(number)": 106,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 106
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ListSessions": {
            "requestType": "ListSessionsRequest",
            "responseType": "ListSessionsReply",
            "options": {
              "(number)": 107,
              "(access)": "USER",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 107
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              }
            ]
          },
          "EndSession": {
            "requestType": "EndSessionRequest",
            "responseType": "EndSessionReply",
            "options": {
              "(number)": 108,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 108
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ChangePassword": {
            "requestType": "ChangePasswordRequest",
            "responseType": "ChangePasswordReply",
            "options": {
              "(number)": 109,
              "(access)": "USER",
              "(sealed)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 109
              },
              {
                "(access)": "USER"
              },
              {
                "(sealed)": true
              },
              {
                "(expires)": true
              }
            ]
          },
          "ResetPassword": {
            "requestType": "ResetPasswordRequest",
            "responseType": "ResetPasswordReply",
            "options": {
              "(number)": 110,
              "(access)": "PUBLIC",
              "(sealed)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 110
              },
              {
                "(access)": "PUBLIC"
              },
              {
                "(sealed)": true
              },
              {
                "(expires)": true
              }
            ]
          },
          "ChangeAddress": {
            "requestType": "ChangeAddressRequest",
            "responseType": "ChangeAddressReply",
            "options": {
              "(number)": 111,
              "(access)": "USER",
              "(sealed)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 111
              },
              {
                "(access)": "USER"
              },
              {
                "(sealed)": true
              },
              {
                "(expires)": true
              }
            ]
          },
          "DeleteAccount": {
            "requestType": "DeleteAccountRequest",
            "responseType": "DeleteAccountReply",
            "options": {
              "(number)": 112,
              "(access)": "USER",
              "(sealed)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 112
              },
              {
                "(access)": "USER"
              },
              {
                "(sealed)": true
              },
              {
                "(expires)": true
              }
            ]
          },
          "ExportAccount": {
            "requestType": "ExportAccountRequest",
            "responseType": "ExportAccountReply",
            "options": {
              "(number)": 113,
              "(access)": "USER",
              "(sealed)": true,
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 113
              },
              {
                "(access)": "USER"
              },
              {
                "(sealed)": true
              },
              {
                "(reads)": true
              }
            ]
          },
          "DisableAccount": {
            "requestType": "DisableAccountRequest",
            "responseType": "DisableAccountReply",
            "options": {
              "(number)": 114,
              "(access)": "INTERNAL"
            },
            "parsedOptions": [
              {
                "(number)": 114
              },
              {
                "(access)": "INTERNAL"
              }
            ]
          }
        }
      },
      "RegisterRequest": {
        "fields": {
          "clientRequestId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_request_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "password": {
            "type": "string",
            "id": 3
          },
          "deviceName": {
            "type": "string",
            "id": 4,
            "protoName": "device_name"
          },
          "address": {
            "type": "string",
            "id": 5
          },
          "code": {
            "type": "string",
            "id": 6
          }
        }
      },
      "LogInRequest": {
        "fields": {
          "clientRequestId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_request_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "password": {
            "type": "string",
            "id": 3
          },
          "deviceName": {
            "type": "string",
            "id": 4,
            "protoName": "device_name"
          }
        }
      },
      "ResumeRequest": {
        "fields": {
          "token": {
            "type": "string",
            "id": 1
          }
        }
      },
      "LoggedIn": {
        "fields": {
          "user": {
            "type": "string",
            "id": 1
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "session": {
            "type": "string",
            "id": 3
          },
          "token": {
            "type": "string",
            "id": 4
          },
          "tokenLivesSeconds": {
            "type": "uint32",
            "id": 5,
            "protoName": "token_lives_seconds"
          }
        }
      },
      "LogOutRequest": {
        "fields": {}
      },
      "LogOutReply": {
        "fields": {}
      },
      "RefreshTokenRequest": {
        "fields": {}
      },
      "RefreshTokenReply": {
        "fields": {
          "token": {
            "type": "string",
            "id": 1
          },
          "tokenLivesSeconds": {
            "type": "uint32",
            "id": 2,
            "protoName": "token_lives_seconds"
          }
        }
      },
      "LogOutEverywhereRequest": {
        "fields": {
          "keepThis": {
            "type": "bool",
            "id": 1,
            "protoName": "keep_this"
          }
        }
      },
      "LogOutEverywhereReply": {
        "fields": {
          "ended": {
            "type": "uint32",
            "id": 1
          }
        }
      },
      "ListSessionsRequest": {
        "fields": {}
      },
      "ListSessionsReply": {
        "fields": {
          "sessions": {
            "rule": "repeated",
            "type": "SessionShown",
            "id": 1
          }
        }
      },
      "SessionShown": {
        "fields": {
          "session": {
            "type": "string",
            "id": 1
          },
          "deviceKind": {
            "type": "string",
            "id": 2,
            "protoName": "device_kind"
          },
          "deviceName": {
            "type": "string",
            "id": 3,
            "protoName": "device_name"
          },
          "openedAt": {
            "type": "uint64",
            "id": 4,
            "protoName": "opened_at"
          },
          "boundAt": {
            "type": "uint64",
            "id": 5,
            "protoName": "bound_at"
          },
          "current": {
            "type": "bool",
            "id": 6
          }
        }
      },
      "EndSessionRequest": {
        "fields": {
          "session": {
            "type": "string",
            "id": 1
          }
        }
      },
      "EndSessionReply": {
        "fields": {}
      },
      "ChangePasswordRequest": {
        "fields": {
          "clientRequestId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_request_id"
          },
          "currentPassword": {
            "type": "string",
            "id": 2,
            "protoName": "current_password"
          },
          "newPassword": {
            "type": "string",
            "id": 3,
            "protoName": "new_password"
          }
        }
      },
      "ChangePasswordReply": {
        "fields": {}
      },
      "ResetPasswordRequest": {
        "fields": {
          "clientRequestId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_request_id"
          },
          "address": {
            "type": "string",
            "id": 2
          },
          "code": {
            "type": "string",
            "id": 3
          },
          "newPassword": {
            "type": "string",
            "id": 4,
            "protoName": "new_password"
          }
        }
      },
      "ResetPasswordReply": {
        "fields": {}
      },
      "ChangeAddressRequest": {
        "fields": {
          "clientRequestId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_request_id"
          },
          "address": {
            "type": "string",
            "id": 2
          },
          "code": {
            "type": "string",
            "id": 3
          },
          "password": {
            "type": "string",
            "id": 4
          }
        }
      },
      "ChangeAddressReply": {
        "fields": {}
      },
      "DeleteAccountRequest": {
        "fields": {
          "password": {
            "type": "string",
            "id": 1
          }
        }
      },
      "DeleteAccountReply": {
        "fields": {}
      },
      "ExportAccountRequest": {
        "fields": {}
      },
      "ExportAccountReply": {
        "fields": {
          "user": {
            "type": "string",
            "id": 1
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "address": {
            "type": "string",
            "id": 3
          },
          "registeredAt": {
            "type": "uint64",
            "id": 4,
            "protoName": "registered_at"
          },
          "sessions": {
            "rule": "repeated",
            "type": "SessionShown",
            "id": 5
          }
        }
      },
      "DisableAccountRequest": {
        "fields": {
          "account": {
            "type": "string",
            "id": 1
          },
          "disabled": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "DisableAccountReply": {
        "fields": {
          "user": {
            "type": "string",
            "id": 1
          },
          "sessionsEnded": {
            "type": "uint32",
            "id": 2,
            "protoName": "sessions_ended"
          }
        }
      },
      "Access": {
        "values": {
          "ACCESS_UNSPECIFIED": 0,
          "USER": 1,
          "PUBLIC": 2,
          "INTERNAL": 3
        }
      },
      "number": {
        "type": "uint32",
        "id": 50001,
        "extend": "google.protobuf.MethodOptions"
      },
      "access": {
        "type": "Access",
        "id": 50002,
        "extend": "google.protobuf.MethodOptions"
      },
      "sealed": {
        "type": "bool",
        "id": 50003,
        "extend": "google.protobuf.MethodOptions"
      },
      "binds": {
        "type": "bool",
        "id": 50004,
        "extend": "google.protobuf.MethodOptions"
      },
      "reads": {
        "type": "bool",
        "id": 50005,
        "extend": "google.protobuf.MethodOptions"
      },
      "expires": {
        "type": "bool",
        "id": 50006,
        "extend": "google.protobuf.MethodOptions"
      },
      "Code": {
        "values": {
          "CODE_UNSPECIFIED": 0,
          "UNKNOWN_ROUTE": 1,
          "NOT_LOGGED_IN": 2,
          "ALREADY_LOGGED_IN": 3,
          "FORBIDDEN": 4,
          "UNAVAILABLE": 5,
          "BUSY": 6,
          "BAD_REQUEST_ID": 7,
          "BAD_PAYLOAD": 20,
          "EXPIRED": 21,
          "INTERNAL_ERROR": 22,
          "BAD_ARGUMENT": 23,
          "BAD_NAME": 100,
          "NAME_TAKEN": 101,
          "BAD_PASSWORD": 102,
          "WRONG_CREDENTIALS": 103,
          "BAD_TOKEN": 104,
          "TOO_MANY_TRIES": 105,
          "BAD_ADDRESS": 106,
          "WRONG_CODE": 107,
          "ACCOUNT_DISABLED": 108,
          "NO_SUCH_SESSION": 109,
          "NO_SUCH_USER": 200,
          "NO_SUCH_CONVERSATION": 201,
          "BAD_MESSAGE_ID": 202,
          "ID_REUSED": 203,
          "TEXT_EMPTY": 204,
          "TEXT_TOO_LONG": 205,
          "BAD_LIMIT": 206,
          "TOO_MANY_REQUESTS": 300,
          "MAIL_FAILED": 301
        }
      },
      "Retry": {
        "values": {
          "NEVER": 0,
          "RESEND": 1
        }
      },
      "Failure": {
        "fields": {
          "code": {
            "type": "Code",
            "id": 1
          },
          "message": {
            "type": "string",
            "id": 2
          },
          "retry": {
            "type": "Retry",
            "id": 3
          },
          "retryAfterMs": {
            "type": "uint32",
            "id": 4,
            "protoName": "retry_after_ms"
          }
        }
      },
      "CloseReason": {
        "values": {
          "CLOSE_REASON_UNSPECIFIED": 0,
          "GATE_STOPPING": 1,
          "IDLE_TIMEOUT": 2,
          "LOG_IN_TIMEOUT": 3,
          "BAD_FRAME": 4,
          "FRAME_TOO_LARGE": 5,
          "UNSUPPORTED_VERSION": 6,
          "SLOW_READER": 7,
          "FLOODING": 8,
          "SESSION_REPLACED": 9,
          "LOGGED_OUT": 10,
          "SESSION_ENDED": 11,
          "GATE_FULL": 12,
          "DEVICE_REPLACED": 13,
          "PASSWORD_CHANGED": 14,
          "ACCOUNT_CLOSED": 15,
          "ACCOUNT_DELETED": 16
        }
      },
      "Close": {
        "fields": {
          "reason": {
            "type": "CloseReason",
            "id": 1
          },
          "message": {
            "type": "string",
            "id": 2
          },
          "reconnect": {
            "type": "bool",
            "id": 3
          },
          "reconnectAfterMs": {
            "type": "uint32",
            "id": 4,
            "protoName": "reconnect_after_ms"
          }
        }
      },
      "Frame": {
        "fields": {
          "kind": {
            "type": "Kind",
            "id": 1
          },
          "rpc": {
            "type": "uint32",
            "id": 2
          },
          "requestId": {
            "type": "uint32",
            "id": 3,
            "protoName": "request_id"
          },
          "payload": {
            "type": "bytes",
            "id": 4
          },
          "failure": {
            "type": "Failure",
            "id": 5
          },
          "eventId": {
            "type": "string",
            "id": 6,
            "protoName": "event_id"
          }
        },
        "nested": {
          "Kind": {
            "values": {
              "KIND_UNSPECIFIED": 0,
              "COMMAND": 1,
              "REPLY": 2,
              "EVENT": 3,
              "HELLO": 4,
              "PING": 5,
              "PONG": 6,
              "RESYNC": 7,
              "CLOSE": 8
            }
          }
        }
      },
      "Hello": {
        "fields": {
          "protocolVersion": {
            "type": "uint32",
            "id": 1,
            "protoName": "protocol_version"
          },
          "maxFrameBytes": {
            "type": "uint32",
            "id": 2,
            "protoName": "max_frame_bytes"
          },
          "heartbeatIntervalMs": {
            "type": "uint32",
            "id": 3,
            "protoName": "heartbeat_interval_ms"
          },
          "idleTimeoutMs": {
            "type": "uint32",
            "id": 4,
            "protoName": "idle_timeout_ms"
          },
          "logInTimeoutMs": {
            "type": "uint32",
            "id": 5,
            "protoName": "log_in_timeout_ms"
          },
          "maxCommandsPerSecond": {
            "type": "uint32",
            "id": 6,
            "protoName": "max_commands_per_second"
          },
          "maxPendingCommands": {
            "type": "uint32",
            "id": 7,
            "protoName": "max_pending_commands"
          },
          "commandTimeoutMs": {
            "type": "uint32",
            "id": 8,
            "protoName": "command_timeout_ms"
          },
          "serverTime": {
            "type": "uint64",
            "id": 9,
            "protoName": "server_time"
          },
          "gate": {
            "type": "string",
            "id": 10
          }
        }
      },
      "ClientHello": {
        "fields": {
          "protocolVersion": {
            "type": "uint32",
            "id": 1,
            "protoName": "protocol_version"
          },
          "deviceKind": {
            "type": "string",
            "id": 2,
            "protoName": "device_kind"
          },
          "language": {
            "type": "string",
            "id": 3
          },
          "client": {
            "type": "string",
            "id": 4
          }
        }
      },
      "Pack": {
        "fields": {
          "version": {
            "type": "uint32",
            "id": 1
          },
          "producer": {
            "type": "string",
            "id": 2
          },
          "number": {
            "type": "uint64",
            "id": 3
          },
          "envelopes": {
            "rule": "repeated",
            "type": "Envelope",
            "id": 4
          }
        }
      },
      "ReplyTo": {
        "fields": {
          "topic": {
            "type": "string",
            "id": 1
          },
          "partition": {
            "type": "uint32",
            "id": 2
          },
          "instance": {
            "type": "string",
            "id": 3
          }
        }
      },
      "Bind": {
        "fields": {
          "user": {
            "type": "string",
            "id": 1
          },
          "session": {
            "type": "string",
            "id": 2
          },
          "epoch": {
            "type": "uint32",
            "id": 3
          }
        }
      },
      "Envelope": {
        "fields": {
          "kind": {
            "type": "Kind",
            "id": 1
          },
          "rpc": {
            "type": "uint32",
            "id": 2
          },
          "requestId": {
            "type": "uint32",
            "id": 3,
            "protoName": "request_id"
          },
          "user": {
            "type": "string",
            "id": 4
          },
          "session": {
            "type": "string",
            "id": 5
          },
          "connection": {
            "type": "uint32",
            "id": 6
          },
          "epoch": {
            "type": "uint32",
            "id": 7
          },
          "replyTo": {
            "type": "ReplyTo",
            "id": 8,
            "protoName": "reply_to"
          },
          "deadline": {
            "type": "uint64",
            "id": 9
          },
          "acceptedAt": {
            "type": "uint64",
            "id": 10,
            "protoName": "accepted_at"
          },
          "traceId": {
            "type": "string",
            "id": 11,
            "protoName": "trace_id"
          },
          "clientAddress": {
            "type": "string",
            "id": 12,
            "protoName": "client_address"
          },
          "deviceKind": {
            "type": "string",
            "id": 13,
            "protoName": "device_kind"
          },
          "language": {
            "type": "string",
            "id": 14
          },
          "payload": {
            "type": "bytes",
            "id": 15
          },
          "instance": {
            "type": "string",
            "id": 16
          },
          "targets": {
            "rule": "repeated",
            "type": "uint32",
            "id": 17
          },
          "bind": {
            "type": "Bind",
            "id": 18
          },
          "failure": {
            "type": "Failure",
            "id": 19
          },
          "eventId": {
            "type": "string",
            "id": 20,
            "protoName": "event_id"
          }
        },
        "nested": {
          "Kind": {
            "values": {
              "KIND_UNSPECIFIED": 0,
              "COMMAND": 1,
              "REPLY": 2,
              "EVENT": 3,
              "CLOSE": 4
            }
          }
        }
      },
      "Outcome": {
        "fields": {
          "reply": {
            "type": "Envelope",
            "id": 1
          },
          "pushes": {
            "rule": "repeated",
            "type": "Push",
            "id": 2
          },
          "hangups": {
            "rule": "repeated",
            "type": "Hangup",
            "id": 3
          }
        },
        "nested": {
          "Push": {
            "fields": {
              "users": {
                "rule": "repeated",
                "type": "string",
                "id": 1
              },
              "event": {
                "type": "bytes",
                "id": 2
              },
              "except": {
                "type": "string",
                "id": 3
              },
              "eventId": {
                "type": "string",
                "id": 4,
                "protoName": "event_id"
              }
            }
          },
          "Hangup": {
            "fields": {
              "instance": {
                "type": "string",
                "id": 1
              },
              "slot": {
                "type": "uint32",
                "id": 2
              },
              "connection": {
                "type": "uint32",
                "id": 3
              },
              "reason": {
                "type": "CloseReason",
                "id": 4
              }
            }
          }
        }
      },
      "DeadLetter": {
        "fields": {
          "group": {
            "type": "string",
            "id": 1
          },
          "topic": {
            "type": "string",
            "id": 2
          },
          "partition": {
            "type": "uint32",
            "id": 3
          },
          "offset": {
            "type": "uint64",
            "id": 4
          },
          "index": {
            "type": "int32",
            "id": 5
          },
          "cause": {
            "type": "string",
            "id": 6
          },
          "stack": {
            "type": "string",
            "id": 7
          },
          "time": {
            "type": "uint64",
            "id": 8
          },
          "value": {
            "type": "bytes",
            "id": 9
          },
          "instance": {
            "type": "string",
            "id": 10
          }
        }
      },
      "Event": {
        "oneofs": {
          "event": {
            "oneof": [
              "messageStored"
            ]
          }
        },
        "fields": {
          "messageStored": {
            "type": "Message",
            "id": 1,
            "protoName": "message_stored"
          }
        }
      },
      "Logic": {
        "methods": {
          "SendMessage": {
            "requestType": "SendMessageRequest",
            "responseType": "SendMessageReply",
            "options": {
              "(number)": 201,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 201
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ListConversations": {
            "requestType": "ListConversationsRequest",
            "responseType": "ListConversationsReply",
            "options": {
              "(number)": 202,
              "(access)": "USER",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 202
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              }
            ]
          },
          "PullMessages": {
            "requestType": "PullMessagesRequest",
            "responseType": "PullMessagesReply",
            "options": {
              "(number)": 203,
              "(access)": "USER",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 203
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              }
            ]
          },
          "FindUser": {
            "requestType": "FindUserRequest",
            "responseType": "FindUserReply",
            "options": {
              "(number)": 204,
              "(access)": "USER",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 204
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              }
            ]
          }
        }
      },
      "SendMessageRequest": {
        "fields": {
          "clientMessageId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_message_id"
          },
          "to": {
            "type": "string",
            "id": 2
          },
          "text": {
            "type": "string",
            "id": 3
          }
        }
      },
      "SendMessageReply": {
        "fields": {
          "clientMessageId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_message_id"
          },
          "messageId": {
            "type": "string",
            "id": 2,
            "protoName": "message_id"
          },
          "conversation": {
            "type": "string",
            "id": 3
          },
          "seq": {
            "type": "uint64",
            "id": 4
          },
          "time": {
            "type": "uint64",
            "id": 5
          }
        }
      },
      "Message": {
        "fields": {
          "conversation": {
            "type": "string",
            "id": 1
          },
          "seq": {
            "type": "uint64",
            "id": 2
          },
          "messageId": {
            "type": "string",
            "id": 3,
            "protoName": "message_id"
          },
          "sender": {
            "type": "string",
            "id": 4
          },
          "clientMessageId": {
            "type": "bytes",
            "id": 5,
            "protoName": "client_message_id"
          },
          "text": {
            "type": "string",
            "id": 6
          },
          "time": {
            "type": "uint64",
            "id": 7
          }
        }
      },
      "ListConversationsRequest": {
        "fields": {
          "afterConversation": {
            "type": "string",
            "id": 1,
            "protoName": "after_conversation"
          },
          "limit": {
            "type": "uint32",
            "id": 2
          }
        }
      },
      "ListConversationsReply": {
        "fields": {
          "conversations": {
            "rule": "repeated",
            "type": "Conversation",
            "id": 1
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "Conversation": {
        "fields": {
          "conversation": {
            "type": "string",
            "id": 1
          },
          "peer": {
            "type": "string",
            "id": 2
          },
          "peerName": {
            "type": "string",
            "id": 3,
            "protoName": "peer_name"
          },
          "lastSeq": {
            "type": "uint64",
            "id": 4,
            "protoName": "last_seq"
          },
          "lastMessage": {
            "type": "Message",
            "id": 5,
            "protoName": "last_message"
          }
        }
      },
      "PullMessagesRequest": {
        "fields": {
          "conversation": {
            "type": "string",
            "id": 1
          },
          "afterSeq": {
            "type": "uint64",
            "id": 2,
            "protoName": "after_seq"
          },
          "limit": {
            "type": "uint32",
            "id": 3
          }
        }
      },
      "PullMessagesReply": {
        "fields": {
          "messages": {
            "rule": "repeated",
            "type": "Message",
            "id": 1
          },
          "lastSeq": {
            "type": "uint64",
            "id": 2,
            "protoName": "last_seq"
          }
        }
      },
      "FindUserRequest": {
        "fields": {
          "name": {
            "type": "string",
            "id": 1
          }
        }
      },
      "FindUserReply": {
        "fields": {
          "user": {
            "type": "string",
            "id": 1
          },
          "name": {
            "type": "string",
            "id": 2
          }
        }
      },
      "Verify": {
        "methods": {
          "RequestCode": {
            "requestType": "RequestCodeRequest",
            "responseType": "RequestCodeReply",
            "options": {
              "(number)": 301,
              "(access)": "PUBLIC",
              "(sealed)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 301
              },
              {
                "(access)": "PUBLIC"
              },
              {
                "(sealed)": true
              },
              {
                "(expires)": true
              }
            ]
          },
          "TellOwner": {
            "requestType": "TellOwnerRequest",
            "responseType": "TellOwnerReply",
            "options": {
              "(number)": 302,
              "(access)": "INTERNAL",
              "(sealed)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 302
              },
              {
                "(access)": "INTERNAL"
              },
              {
                "(sealed)": true
              },
              {
                "(expires)": true
              }
            ]
          }
        }
      },
      "Codes": {
        "methods": {
          "CheckCode": {
            "requestType": "CheckCodeRequest",
            "responseType": "CheckCodeReply",
            "options": {
              "(number)": 401,
              "(access)": "INTERNAL",
              "(sealed)": true,
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 401
              },
              {
                "(access)": "INTERNAL"
              },
              {
                "(sealed)": true
              },
              {
                "(expires)": true
              }
            ]
          }
        }
      },
      "CodePurpose": {
        "values": {
          "CODE_PURPOSE_UNSPECIFIED": 0,
          "REGISTER": 1,
          "RESET_PASSWORD": 2,
          "CHANGE_ADDRESS": 3
        }
      },
      "RequestCodeRequest": {
        "fields": {
          "address": {
            "type": "string",
            "id": 1
          },
          "purpose": {
            "type": "CodePurpose",
            "id": 2
          }
        }
      },
      "RequestCodeReply": {
        "fields": {
          "codeLivesSeconds": {
            "type": "uint32",
            "id": 1,
            "protoName": "code_lives_seconds"
          },
          "nextRequestAfterSeconds": {
            "type": "uint32",
            "id": 2,
            "protoName": "next_request_after_seconds"
          }
        }
      },
      "TellOwnerRequest": {
        "fields": {
          "address": {
            "type": "string",
            "id": 1
          },
          "purpose": {
            "type": "CodePurpose",
            "id": 2
          },
          "language": {
            "type": "string",
            "id": 3
          }
        }
      },
      "TellOwnerReply": {
        "fields": {}
      },
      "CheckCodeRequest": {
        "fields": {
          "address": {
            "type": "string",
            "id": 1
          },
          "purpose": {
            "type": "CodePurpose",
            "id": 2
          },
          "code": {
            "type": "string",
            "id": 3
          },
          "use": {
            "type": "bytes",
            "id": 4
          },
          "clientAddress": {
            "type": "string",
            "id": 5,
            "protoName": "client_address"
          }
        }
      },
      "CheckCodeReply": {
        "fields": {}
      }
    }
  },
  "google": {
    "nested": {
      "protobuf": {
        "nested": {
          "MethodOptions": {
            "edition": "proto2",
            "fields": {},
            "extensions": [
              [
                1000,
                536870911
              ]
            ]
          }
        }
      }
    }
  }
});
export const im = $root.get("im");
export const google = $root.get("google");

export {
  /**
   * Reflected root namespace.
   * @type {$protobuf.Root}
   */
  $root as default
};
