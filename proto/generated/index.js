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
          "ChangeEmail": {
            "requestType": "ChangeEmailRequest",
            "responseType": "ChangeEmailReply",
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
          },
          "InspectAccount": {
            "requestType": "InspectAccountRequest",
            "responseType": "InspectAccountReply",
            "options": {
              "(number)": 131,
              "(access)": "INTERNAL",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 131
              },
              {
                "(access)": "INTERNAL"
              },
              {
                "(reads)": true
              }
            ]
          },
          "EndSessions": {
            "requestType": "EndSessionsRequest",
            "responseType": "EndSessionsReply",
            "options": {
              "(number)": 132,
              "(access)": "INTERNAL"
            },
            "parsedOptions": [
              {
                "(number)": 132
              },
              {
                "(access)": "INTERNAL"
              }
            ]
          },
          "RemoveAccount": {
            "requestType": "RemoveAccountRequest",
            "responseType": "RemoveAccountReply",
            "options": {
              "(number)": 133,
              "(access)": "INTERNAL"
            },
            "parsedOptions": [
              {
                "(number)": 133
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
            "id": 2,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "password": {
            "type": "string",
            "id": 3,
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "deviceName": {
            "type": "string",
            "id": 4,
            "protoName": "device_name",
            "options": {
              "(text_rule)": "LABEL"
            }
          },
          "email": {
            "type": "string",
            "id": 5,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "code": {
            "type": "string",
            "id": 6,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "requester": {
            "type": "bytes",
            "id": 7
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
            "id": 2,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "password": {
            "type": "string",
            "id": 3,
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "deviceName": {
            "type": "string",
            "id": 4,
            "protoName": "device_name",
            "options": {
              "(text_rule)": "LABEL"
            }
          },
          "deviceToken": {
            "type": "string",
            "id": 5,
            "protoName": "device_token",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "ResumeRequest": {
        "fields": {
          "token": {
            "type": "string",
            "id": 1,
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "LoggedIn": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "sessionId": {
            "type": "string",
            "id": 3,
            "protoName": "session_id"
          },
          "token": {
            "type": "string",
            "id": 4
          },
          "tokenLivesSeconds": {
            "type": "uint32",
            "id": 5,
            "protoName": "token_lives_seconds"
          },
          "deviceToken": {
            "type": "string",
            "id": 6,
            "protoName": "device_token"
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
          "sessionsEnded": {
            "type": "uint32",
            "id": 1,
            "protoName": "sessions_ended"
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
            "type": "SessionSummary",
            "id": 1
          }
        }
      },
      "SessionSummary": {
        "fields": {
          "sessionId": {
            "type": "string",
            "id": 1,
            "protoName": "session_id"
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
          "sessionId": {
            "type": "string",
            "id": 1,
            "protoName": "session_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
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
            "protoName": "current_password",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "newPassword": {
            "type": "string",
            "id": 3,
            "protoName": "new_password",
            "options": {
              "(text_rule)": "OPAQUE"
            }
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
          "email": {
            "type": "string",
            "id": 2,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "code": {
            "type": "string",
            "id": 3,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "newPassword": {
            "type": "string",
            "id": 4,
            "protoName": "new_password",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "requester": {
            "type": "bytes",
            "id": 5
          }
        }
      },
      "ResetPasswordReply": {
        "fields": {
          "deviceToken": {
            "type": "string",
            "id": 1,
            "protoName": "device_token"
          }
        }
      },
      "ChangeEmailRequest": {
        "fields": {
          "clientRequestId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_request_id"
          },
          "email": {
            "type": "string",
            "id": 2,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "code": {
            "type": "string",
            "id": 3,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "password": {
            "type": "string",
            "id": 4,
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "requester": {
            "type": "bytes",
            "id": 5
          }
        }
      },
      "ChangeEmailReply": {
        "fields": {}
      },
      "DeleteAccountRequest": {
        "fields": {
          "password": {
            "type": "string",
            "id": 1,
            "options": {
              "(text_rule)": "OPAQUE"
            }
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
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "email": {
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
            "type": "SessionSummary",
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
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "sessionsEnded": {
            "type": "uint32",
            "id": 2,
            "protoName": "sessions_ended"
          }
        }
      },
      "InspectAccountRequest": {
        "fields": {
          "account": {
            "type": "string",
            "id": 1
          }
        }
      },
      "InspectAccountReply": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "email": {
            "type": "string",
            "id": 3
          },
          "disabled": {
            "type": "bool",
            "id": 4
          },
          "registeredAt": {
            "type": "uint64",
            "id": 5,
            "protoName": "registered_at"
          },
          "sessions": {
            "rule": "repeated",
            "type": "SessionSummary",
            "id": 6
          }
        }
      },
      "EndSessionsRequest": {
        "fields": {
          "account": {
            "type": "string",
            "id": 1
          },
          "sessionId": {
            "type": "string",
            "id": 2,
            "protoName": "session_id"
          }
        }
      },
      "EndSessionsReply": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "sessionsEnded": {
            "type": "uint32",
            "id": 2,
            "protoName": "sessions_ended"
          }
        }
      },
      "RemoveAccountRequest": {
        "fields": {
          "account": {
            "type": "string",
            "id": 1
          }
        }
      },
      "RemoveAccountReply": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
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
      "paged": {
        "type": "bool",
        "id": 50007,
        "extend": "google.protobuf.MethodOptions"
      },
      "large": {
        "type": "bool",
        "id": 50009,
        "extend": "google.protobuf.MethodOptions"
      },
      "TextRule": {
        "values": {
          "TEXT_RULE_UNSPECIFIED": 0,
          "OPAQUE": 1,
          "FORMAT": 2,
          "LINE": 3,
          "PARAGRAPHS": 4,
          "LABEL": 5
        }
      },
      "textRule": {
        "type": "TextRule",
        "id": 50101,
        "extend": "google.protobuf.FieldOptions",
        "protoName": "text_rule"
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
          "BAD_TEXT": 24,
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
          "NAME_TOO_SIMILAR": 110,
          "NAME_INVISIBLE": 111,
          "NAME_MIXES_SCRIPTS": 112,
          "NO_SUCH_USER": 200,
          "NO_SUCH_CONVERSATION": 201,
          "BAD_MESSAGE_ID": 202,
          "ID_REUSED": 203,
          "TEXT_EMPTY": 204,
          "TEXT_TOO_LONG": 205,
          "BAD_LIMIT": 206,
          "BLOCKED": 207,
          "NOT_FRIENDS": 208,
          "ALREADY_FRIENDS": 209,
          "NO_SUCH_REQUEST": 210,
          "NO_SUCH_GROUP": 211,
          "NOT_ALLOWED": 212,
          "NOT_A_MEMBER": 213,
          "GROUP_TOO_LARGE": 214,
          "OWNER_STAYS": 215,
          "MUTED": 216,
          "NO_SUCH_MESSAGE": 217,
          "NOT_YOURS": 218,
          "TOO_LATE": 219,
          "BAD_BODY": 220,
          "BAD_REACTION": 221,
          "BANNED": 222,
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
          },
          "suggestion": {
            "type": "string",
            "id": 5
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
          "ACCOUNT_DELETED": 16,
          "RESUME_AGAIN": 17
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
          },
          "statusUrls": {
            "rule": "repeated",
            "type": "string",
            "id": 5,
            "protoName": "status_urls"
          }
        }
      },
      "Conversation": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id"
          },
          "peerId": {
            "type": "string",
            "id": 2,
            "protoName": "peer_id"
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
          },
          "unread": {
            "type": "uint32",
            "id": 6
          },
          "readSeq": {
            "type": "uint64",
            "id": 7,
            "protoName": "read_seq"
          },
          "peerReadSeq": {
            "type": "uint64",
            "id": 8,
            "protoName": "peer_read_seq"
          },
          "peerDeliveredSeq": {
            "type": "uint64",
            "id": 9,
            "protoName": "peer_delivered_seq"
          },
          "pinned": {
            "type": "bool",
            "id": 10
          },
          "muted": {
            "type": "bool",
            "id": 11
          },
          "hidden": {
            "type": "bool",
            "id": 12
          },
          "stateVersion": {
            "type": "uint64",
            "id": 13,
            "protoName": "state_version"
          },
          "isGroup": {
            "type": "bool",
            "id": 14,
            "protoName": "is_group"
          },
          "left": {
            "type": "bool",
            "id": 15
          },
          "firstSeq": {
            "type": "uint64",
            "id": 16,
            "protoName": "first_seq"
          }
        }
      },
      "ListConversationsRequest": {
        "fields": {
          "afterConversationId": {
            "type": "string",
            "id": 1,
            "protoName": "after_conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
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
      "KnownConversation": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "lastSeq": {
            "type": "uint64",
            "id": 2,
            "protoName": "last_seq"
          },
          "stateVersion": {
            "type": "uint64",
            "id": 3,
            "protoName": "state_version"
          }
        }
      },
      "SyncRequest": {
        "fields": {
          "known": {
            "rule": "repeated",
            "type": "KnownConversation",
            "id": 1
          },
          "afterConversationId": {
            "type": "string",
            "id": 2,
            "protoName": "after_conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 3
          },
          "peopleVersion": {
            "type": "uint64",
            "id": 4,
            "protoName": "people_version"
          }
        }
      },
      "SyncReply": {
        "fields": {
          "conversations": {
            "rule": "repeated",
            "type": "Conversation",
            "id": 1
          },
          "nextConversationId": {
            "type": "string",
            "id": 2,
            "protoName": "next_conversation_id"
          },
          "profile": {
            "type": "OwnProfile",
            "id": 3
          },
          "relations": {
            "rule": "repeated",
            "type": "Relation",
            "id": 4
          },
          "peopleVersion": {
            "type": "uint64",
            "id": 5,
            "protoName": "people_version"
          },
          "morePeople": {
            "type": "bool",
            "id": 6,
            "protoName": "more_people"
          }
        }
      },
      "MarkRequest": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "seq": {
            "type": "uint64",
            "id": 2
          }
        }
      },
      "MarkReply": {
        "fields": {
          "seq": {
            "type": "uint64",
            "id": 1
          },
          "unread": {
            "type": "uint32",
            "id": 2
          },
          "lastSeq": {
            "type": "uint64",
            "id": 3,
            "protoName": "last_seq"
          },
          "stateVersion": {
            "type": "uint64",
            "id": 4,
            "protoName": "state_version"
          }
        }
      },
      "ListReadersRequest": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "seq": {
            "type": "uint64",
            "id": 2
          },
          "afterUserId": {
            "type": "string",
            "id": 3,
            "protoName": "after_user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 4
          }
        }
      },
      "ListReadersReply": {
        "fields": {
          "userIds": {
            "rule": "repeated",
            "type": "string",
            "id": 1,
            "protoName": "user_ids"
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "SetConversationRequest": {
        "oneofs": {
          "_pinned": {
            "oneof": [
              "pinned"
            ]
          },
          "_muted": {
            "oneof": [
              "muted"
            ]
          },
          "_hidden": {
            "oneof": [
              "hidden"
            ]
          }
        },
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "pinned": {
            "type": "bool",
            "id": 2,
            "options": {
              "proto3_optional": true
            }
          },
          "muted": {
            "type": "bool",
            "id": 3,
            "options": {
              "proto3_optional": true
            }
          },
          "hidden": {
            "type": "bool",
            "id": 4,
            "options": {
              "proto3_optional": true
            }
          }
        }
      },
      "SetConversationReply": {
        "fields": {
          "stateVersion": {
            "type": "uint64",
            "id": 1,
            "protoName": "state_version"
          }
        }
      },
      "Receipt": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id"
          },
          "userId": {
            "type": "string",
            "id": 2,
            "protoName": "user_id"
          },
          "deliveredSeq": {
            "type": "uint64",
            "id": 3,
            "protoName": "delivered_seq"
          },
          "readSeq": {
            "type": "uint64",
            "id": 4,
            "protoName": "read_seq"
          }
        }
      },
      "ConversationChanged": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id"
          },
          "stateVersion": {
            "type": "uint64",
            "id": 2,
            "protoName": "state_version"
          },
          "readSeq": {
            "type": "uint64",
            "id": 3,
            "protoName": "read_seq"
          },
          "unread": {
            "type": "uint32",
            "id": 4
          },
          "pinned": {
            "type": "bool",
            "id": 5
          },
          "muted": {
            "type": "bool",
            "id": 6
          },
          "hidden": {
            "type": "bool",
            "id": 7
          },
          "left": {
            "type": "bool",
            "id": 8
          },
          "deletedSeqs": {
            "rule": "repeated",
            "type": "uint64",
            "id": 9,
            "protoName": "deleted_seqs"
          },
          "peerDeleted": {
            "type": "bool",
            "id": 10,
            "protoName": "peer_deleted"
          },
          "lastSeq": {
            "type": "uint64",
            "id": 11,
            "protoName": "last_seq"
          }
        }
      },
      "MessageKind": {
        "values": {
          "TEXT": 0,
          "IMAGE": 1,
          "FILE": 2,
          "LOCATION": 3,
          "CUSTOM": 4,
          "SYSTEM": 9,
          "EDITED": 10,
          "RECALLED": 11,
          "REACTED": 12
        }
      },
      "Message": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id"
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
          "senderId": {
            "type": "string",
            "id": 4,
            "protoName": "sender_id"
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
          },
          "kind": {
            "type": "MessageKind",
            "id": 8
          },
          "body": {
            "type": "string",
            "id": 9
          },
          "replyTo": {
            "type": "uint64",
            "id": 10,
            "protoName": "reply_to"
          },
          "mentions": {
            "rule": "repeated",
            "type": "string",
            "id": 11
          },
          "target": {
            "type": "uint64",
            "id": 12
          },
          "edited": {
            "type": "bool",
            "id": 13
          },
          "recalled": {
            "type": "bool",
            "id": 14
          },
          "reactions": {
            "rule": "repeated",
            "type": "Reaction",
            "id": 15
          },
          "emoji": {
            "type": "string",
            "id": 16
          },
          "removed": {
            "type": "bool",
            "id": 17
          }
        }
      },
      "Reaction": {
        "fields": {
          "emoji": {
            "type": "string",
            "id": 1
          },
          "count": {
            "type": "uint32",
            "id": 2
          },
          "mine": {
            "type": "bool",
            "id": 3
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
          "toUserId": {
            "type": "string",
            "id": 2,
            "protoName": "to_user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "text": {
            "type": "string",
            "id": 3,
            "options": {
              "(text_rule)": "PARAGRAPHS"
            }
          },
          "conversationId": {
            "type": "string",
            "id": 4,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "kind": {
            "type": "MessageKind",
            "id": 5
          },
          "body": {
            "type": "string",
            "id": 6,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "replyTo": {
            "type": "uint64",
            "id": 7,
            "protoName": "reply_to"
          },
          "mentions": {
            "rule": "repeated",
            "type": "string",
            "id": 8,
            "options": {
              "(text_rule)": "OPAQUE"
            }
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
          "conversationId": {
            "type": "string",
            "id": 3,
            "protoName": "conversation_id"
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
      "RecallMessageRequest": {
        "fields": {
          "clientMessageId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_message_id"
          },
          "conversationId": {
            "type": "string",
            "id": 2,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "seq": {
            "type": "uint64",
            "id": 3
          }
        }
      },
      "EditMessageRequest": {
        "oneofs": {
          "_text": {
            "oneof": [
              "text"
            ]
          },
          "_body": {
            "oneof": [
              "body"
            ]
          }
        },
        "fields": {
          "clientMessageId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_message_id"
          },
          "conversationId": {
            "type": "string",
            "id": 2,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "seq": {
            "type": "uint64",
            "id": 3
          },
          "text": {
            "type": "string",
            "id": 4,
            "options": {
              "(text_rule)": "PARAGRAPHS",
              "proto3_optional": true
            }
          },
          "body": {
            "type": "string",
            "id": 5,
            "options": {
              "(text_rule)": "FORMAT",
              "proto3_optional": true
            }
          }
        }
      },
      "ReactRequest": {
        "fields": {
          "clientMessageId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_message_id"
          },
          "conversationId": {
            "type": "string",
            "id": 2,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "seq": {
            "type": "uint64",
            "id": 3
          },
          "emoji": {
            "type": "string",
            "id": 4,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "remove": {
            "type": "bool",
            "id": 5
          }
        }
      },
      "DeleteForMeRequest": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "seqs": {
            "rule": "repeated",
            "type": "uint64",
            "id": 2
          }
        }
      },
      "DeleteForMeReply": {
        "fields": {
          "stateVersion": {
            "type": "uint64",
            "id": 1,
            "protoName": "state_version"
          }
        }
      },
      "PullMessagesRequest": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "afterSeq": {
            "type": "uint64",
            "id": 2,
            "protoName": "after_seq"
          },
          "limit": {
            "type": "uint32",
            "id": 3
          },
          "beforeSeq": {
            "type": "uint64",
            "id": 4,
            "protoName": "before_seq"
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
          },
          "firstSeq": {
            "type": "uint64",
            "id": 3,
            "protoName": "first_seq"
          },
          "deletedSeqs": {
            "rule": "repeated",
            "type": "uint64",
            "id": 4,
            "protoName": "deleted_seqs"
          }
        }
      },
      "Profile": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "displayName": {
            "type": "string",
            "id": 3,
            "protoName": "display_name"
          },
          "avatarUrl": {
            "type": "string",
            "id": 4,
            "protoName": "avatar_url"
          },
          "about": {
            "type": "string",
            "id": 5
          },
          "language": {
            "type": "string",
            "id": 6
          }
        }
      },
      "WhoMayWrite": {
        "values": {
          "SERVER_DEFAULT": 0,
          "ANYONE": 1,
          "FRIENDS_ONLY": 2
        }
      },
      "OwnProfile": {
        "fields": {
          "profile": {
            "type": "Profile",
            "id": 1
          },
          "findableByEmail": {
            "type": "bool",
            "id": 2,
            "protoName": "findable_by_email"
          },
          "whoMayWrite": {
            "type": "WhoMayWrite",
            "id": 3,
            "protoName": "who_may_write"
          }
        }
      },
      "FindUserRequest": {
        "fields": {
          "name": {
            "type": "string",
            "id": 1,
            "options": {
              "(text_rule)": "FORMAT"
            }
          }
        }
      },
      "FindUserReply": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "name": {
            "type": "string",
            "id": 2
          }
        }
      },
      "GetProfileRequest": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "GetProfileReply": {
        "fields": {
          "profile": {
            "type": "Profile",
            "id": 1
          },
          "own": {
            "type": "OwnProfile",
            "id": 2
          }
        }
      },
      "UpdateProfileRequest": {
        "oneofs": {
          "_displayName": {
            "oneof": [
              "displayName"
            ]
          },
          "_avatarUrl": {
            "oneof": [
              "avatarUrl"
            ]
          },
          "_about": {
            "oneof": [
              "about"
            ]
          },
          "_language": {
            "oneof": [
              "language"
            ]
          },
          "_findableByEmail": {
            "oneof": [
              "findableByEmail"
            ]
          },
          "_whoMayWrite": {
            "oneof": [
              "whoMayWrite"
            ]
          }
        },
        "fields": {
          "displayName": {
            "type": "string",
            "id": 1,
            "protoName": "display_name",
            "options": {
              "(text_rule)": "LINE",
              "proto3_optional": true
            }
          },
          "avatarUrl": {
            "type": "string",
            "id": 2,
            "protoName": "avatar_url",
            "options": {
              "(text_rule)": "FORMAT",
              "proto3_optional": true
            }
          },
          "about": {
            "type": "string",
            "id": 3,
            "options": {
              "(text_rule)": "PARAGRAPHS",
              "proto3_optional": true
            }
          },
          "language": {
            "type": "string",
            "id": 4,
            "options": {
              "(text_rule)": "FORMAT",
              "proto3_optional": true
            }
          },
          "findableByEmail": {
            "type": "bool",
            "id": 5,
            "protoName": "findable_by_email",
            "options": {
              "proto3_optional": true
            }
          },
          "whoMayWrite": {
            "type": "WhoMayWrite",
            "id": 6,
            "protoName": "who_may_write",
            "options": {
              "proto3_optional": true
            }
          }
        }
      },
      "UpdateProfileReply": {
        "fields": {
          "profile": {
            "type": "OwnProfile",
            "id": 1
          }
        }
      },
      "SearchUsersRequest": {
        "fields": {
          "by": {
            "type": "By",
            "id": 1
          },
          "text": {
            "type": "string",
            "id": 2,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "after": {
            "type": "string",
            "id": 3,
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 4
          }
        },
        "nested": {
          "By": {
            "values": {
              "NAME": 0,
              "NAME_PREFIX": 1,
              "EMAIL": 2
            }
          }
        }
      },
      "SearchUsersReply": {
        "fields": {
          "users": {
            "rule": "repeated",
            "type": "Profile",
            "id": 1
          },
          "next": {
            "type": "string",
            "id": 2
          }
        }
      },
      "Relation": {
        "fields": {
          "other": {
            "type": "Profile",
            "id": 1
          },
          "friend": {
            "type": "bool",
            "id": 2
          },
          "remark": {
            "type": "string",
            "id": 3
          },
          "incomingRequest": {
            "type": "bool",
            "id": 4,
            "protoName": "incoming_request"
          },
          "greeting": {
            "type": "string",
            "id": 5
          },
          "outgoingRequest": {
            "type": "bool",
            "id": 6,
            "protoName": "outgoing_request"
          },
          "blocked": {
            "type": "bool",
            "id": 7
          },
          "since": {
            "type": "uint64",
            "id": 8
          },
          "version": {
            "type": "uint64",
            "id": 9
          }
        }
      },
      "RequestFriendRequest": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "greeting": {
            "type": "string",
            "id": 2,
            "options": {
              "(text_rule)": "PARAGRAPHS"
            }
          }
        }
      },
      "RequestFriendReply": {
        "fields": {
          "relation": {
            "type": "Relation",
            "id": 1
          }
        }
      },
      "ListFriendRequestsRequest": {
        "fields": {
          "afterUserId": {
            "type": "string",
            "id": 1,
            "protoName": "after_user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 2
          }
        }
      },
      "ListFriendRequestsReply": {
        "fields": {
          "requests": {
            "rule": "repeated",
            "type": "Relation",
            "id": 1
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "AnswerFriendRequestRequest": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "accept": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "AnswerFriendRequestReply": {
        "fields": {
          "relation": {
            "type": "Relation",
            "id": 1
          }
        }
      },
      "RemoveFriendRequest": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "RemoveFriendReply": {
        "fields": {}
      },
      "ListFriendsRequest": {
        "fields": {
          "afterUserId": {
            "type": "string",
            "id": 1,
            "protoName": "after_user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 2
          }
        }
      },
      "ListFriendsReply": {
        "fields": {
          "friends": {
            "rule": "repeated",
            "type": "Friend",
            "id": 1
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "Friend": {
        "fields": {
          "relation": {
            "type": "Relation",
            "id": 1
          },
          "presence": {
            "type": "PresenceState",
            "id": 2
          },
          "lastSeen": {
            "type": "uint64",
            "id": 3,
            "protoName": "last_seen"
          }
        }
      },
      "PresenceState": {
        "values": {
          "OFFLINE": 0,
          "ONLINE": 1,
          "AWAY": 2
        }
      },
      "SetRemarkRequest": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "remark": {
            "type": "string",
            "id": 2,
            "options": {
              "(text_rule)": "LINE"
            }
          }
        }
      },
      "SetRemarkReply": {
        "fields": {}
      },
      "BlockRequest": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "BlockReply": {
        "fields": {}
      },
      "UnblockRequest": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "UnblockReply": {
        "fields": {}
      },
      "ListBlockedRequest": {
        "fields": {
          "afterUserId": {
            "type": "string",
            "id": 1,
            "protoName": "after_user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 2
          }
        }
      },
      "ListBlockedReply": {
        "fields": {
          "users": {
            "rule": "repeated",
            "type": "Profile",
            "id": 1
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "EraseUserRequest": {
        "fields": {
          "afterConversationId": {
            "type": "string",
            "id": 1,
            "protoName": "after_conversation_id"
          }
        }
      },
      "EraseUserReply": {
        "fields": {}
      },
      "NotifyFriendsRequest": {
        "fields": {
          "profile": {
            "type": "Profile",
            "id": 1
          },
          "afterUserId": {
            "type": "string",
            "id": 2,
            "protoName": "after_user_id"
          }
        }
      },
      "NotifyFriendsReply": {
        "fields": {}
      },
      "DomainEvent": {
        "oneofs": {
          "what": {
            "oneof": [
              "messageStored",
              "receipt",
              "groupChanged",
              "profileChanged",
              "relationChanged",
              "groupInvited"
            ]
          }
        },
        "fields": {
          "id": {
            "type": "string",
            "id": 1
          },
          "key": {
            "type": "string",
            "id": 2
          },
          "time": {
            "type": "uint64",
            "id": 3
          },
          "absentUserIds": {
            "rule": "repeated",
            "type": "string",
            "id": 4,
            "protoName": "absent_user_ids"
          },
          "messageStored": {
            "type": "Message",
            "id": 10,
            "protoName": "message_stored"
          },
          "receipt": {
            "type": "Receipt",
            "id": 11
          },
          "groupChanged": {
            "type": "Group",
            "id": 12,
            "protoName": "group_changed"
          },
          "profileChanged": {
            "type": "OwnProfile",
            "id": 13,
            "protoName": "profile_changed"
          },
          "relationChanged": {
            "type": "Relation",
            "id": 14,
            "protoName": "relation_changed"
          },
          "groupInvited": {
            "type": "GroupInvitation",
            "id": 15,
            "protoName": "group_invited"
          }
        }
      },
      "GroupRole": {
        "values": {
          "GROUP_ROLE_NONE": 0,
          "MEMBER": 1,
          "ADMIN": 2,
          "OWNER": 3
        }
      },
      "JoinPolicy": {
        "values": {
          "BY_INVITATION": 0,
          "BY_REQUEST": 1,
          "OPEN": 2
        }
      },
      "Group": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "avatarUrl": {
            "type": "string",
            "id": 3,
            "protoName": "avatar_url"
          },
          "about": {
            "type": "string",
            "id": 4
          },
          "ownerId": {
            "type": "string",
            "id": 5,
            "protoName": "owner_id"
          },
          "joinPolicy": {
            "type": "JoinPolicy",
            "id": 6,
            "protoName": "join_policy"
          },
          "memberCount": {
            "type": "uint32",
            "id": 7,
            "protoName": "member_count"
          },
          "myRole": {
            "type": "GroupRole",
            "id": 8,
            "protoName": "my_role"
          },
          "mutedUntil": {
            "type": "uint64",
            "id": 9,
            "protoName": "muted_until"
          },
          "createdAt": {
            "type": "uint64",
            "id": 10,
            "protoName": "created_at"
          },
          "dissolved": {
            "type": "bool",
            "id": 11
          }
        }
      },
      "GroupMember": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "role": {
            "type": "GroupRole",
            "id": 3
          },
          "mutedUntil": {
            "type": "uint64",
            "id": 4,
            "protoName": "muted_until"
          },
          "joinedAt": {
            "type": "uint64",
            "id": 5,
            "protoName": "joined_at"
          }
        }
      },
      "CreateGroupRequest": {
        "fields": {
          "clientRequestId": {
            "type": "bytes",
            "id": 1,
            "protoName": "client_request_id"
          },
          "name": {
            "type": "string",
            "id": 2,
            "options": {
              "(text_rule)": "LINE"
            }
          },
          "avatarUrl": {
            "type": "string",
            "id": 3,
            "protoName": "avatar_url",
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "about": {
            "type": "string",
            "id": 4,
            "options": {
              "(text_rule)": "PARAGRAPHS"
            }
          },
          "joinPolicy": {
            "type": "JoinPolicy",
            "id": 5,
            "protoName": "join_policy"
          },
          "memberIds": {
            "rule": "repeated",
            "type": "string",
            "id": 6,
            "protoName": "member_ids",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "CreateGroupReply": {
        "fields": {
          "group": {
            "type": "Group",
            "id": 1
          },
          "invitedUserIds": {
            "rule": "repeated",
            "type": "string",
            "id": 2,
            "protoName": "invited_user_ids"
          }
        }
      },
      "GetGroupRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "GetGroupReply": {
        "fields": {
          "group": {
            "type": "Group",
            "id": 1
          }
        }
      },
      "ListGroupsRequest": {
        "fields": {
          "afterGroupId": {
            "type": "string",
            "id": 1,
            "protoName": "after_group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 2
          }
        }
      },
      "ListGroupsReply": {
        "fields": {
          "groups": {
            "rule": "repeated",
            "type": "Group",
            "id": 1
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "ListGroupMembersRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "afterUserId": {
            "type": "string",
            "id": 2,
            "protoName": "after_user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 3
          }
        }
      },
      "ListGroupMembersReply": {
        "fields": {
          "members": {
            "rule": "repeated",
            "type": "GroupMember",
            "id": 1
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "UpdateGroupRequest": {
        "oneofs": {
          "_name": {
            "oneof": [
              "name"
            ]
          },
          "_avatarUrl": {
            "oneof": [
              "avatarUrl"
            ]
          },
          "_about": {
            "oneof": [
              "about"
            ]
          },
          "_joinPolicy": {
            "oneof": [
              "joinPolicy"
            ]
          }
        },
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "name": {
            "type": "string",
            "id": 2,
            "options": {
              "(text_rule)": "LINE",
              "proto3_optional": true
            }
          },
          "avatarUrl": {
            "type": "string",
            "id": 3,
            "protoName": "avatar_url",
            "options": {
              "(text_rule)": "FORMAT",
              "proto3_optional": true
            }
          },
          "about": {
            "type": "string",
            "id": 4,
            "options": {
              "(text_rule)": "PARAGRAPHS",
              "proto3_optional": true
            }
          },
          "joinPolicy": {
            "type": "JoinPolicy",
            "id": 5,
            "protoName": "join_policy",
            "options": {
              "proto3_optional": true
            }
          }
        }
      },
      "UpdateGroupReply": {
        "fields": {
          "group": {
            "type": "Group",
            "id": 1
          }
        }
      },
      "InviteToGroupRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "userIds": {
            "rule": "repeated",
            "type": "string",
            "id": 2,
            "protoName": "user_ids",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "InviteToGroupReply": {
        "fields": {
          "group": {
            "type": "Group",
            "id": 1
          },
          "invitedUserIds": {
            "rule": "repeated",
            "type": "string",
            "id": 2,
            "protoName": "invited_user_ids"
          }
        }
      },
      "GroupInvitation": {
        "fields": {
          "group": {
            "type": "Group",
            "id": 1
          },
          "userId": {
            "type": "string",
            "id": 2,
            "protoName": "user_id"
          },
          "userName": {
            "type": "string",
            "id": 3,
            "protoName": "user_name"
          },
          "invitedBy": {
            "type": "string",
            "id": 4,
            "protoName": "invited_by"
          },
          "inviterName": {
            "type": "string",
            "id": 5,
            "protoName": "inviter_name"
          },
          "invitedAt": {
            "type": "uint64",
            "id": 6,
            "protoName": "invited_at"
          }
        }
      },
      "AnswerGroupInvitationRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "accept": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "AnswerGroupInvitationReply": {
        "fields": {
          "group": {
            "type": "Group",
            "id": 1
          }
        }
      },
      "ListGroupInvitationsRequest": {
        "fields": {
          "sent": {
            "type": "bool",
            "id": 1
          },
          "afterGroupId": {
            "type": "string",
            "id": 2,
            "protoName": "after_group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "afterUserId": {
            "type": "string",
            "id": 3,
            "protoName": "after_user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 4
          }
        }
      },
      "ListGroupInvitationsReply": {
        "fields": {
          "invitations": {
            "rule": "repeated",
            "type": "GroupInvitation",
            "id": 1
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "JoinGroupRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "greeting": {
            "type": "string",
            "id": 2,
            "options": {
              "(text_rule)": "PARAGRAPHS"
            }
          }
        }
      },
      "JoinGroupReply": {
        "fields": {
          "joined": {
            "type": "bool",
            "id": 1
          },
          "group": {
            "type": "Group",
            "id": 2
          }
        }
      },
      "ListJoinRequestsRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "afterUserId": {
            "type": "string",
            "id": 2,
            "protoName": "after_user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 3
          }
        }
      },
      "ListJoinRequestsReply": {
        "fields": {
          "requests": {
            "rule": "repeated",
            "type": "JoinRequest",
            "id": 1
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "JoinRequest": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "greeting": {
            "type": "string",
            "id": 3
          },
          "requestedAt": {
            "type": "uint64",
            "id": 4,
            "protoName": "requested_at"
          }
        }
      },
      "AnswerJoinRequestRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "userId": {
            "type": "string",
            "id": 2,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "accept": {
            "type": "bool",
            "id": 3
          }
        }
      },
      "AnswerJoinRequestReply": {
        "fields": {}
      },
      "LeaveGroupRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "LeaveGroupReply": {
        "fields": {}
      },
      "RemoveFromGroupRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "userId": {
            "type": "string",
            "id": 2,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "ban": {
            "type": "bool",
            "id": 3
          }
        }
      },
      "RemoveFromGroupReply": {
        "fields": {
          "invitationWithdrawn": {
            "type": "bool",
            "id": 1,
            "protoName": "invitation_withdrawn"
          }
        }
      },
      "GroupBan": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "name": {
            "type": "string",
            "id": 2
          },
          "bannedBy": {
            "type": "string",
            "id": 3,
            "protoName": "banned_by"
          },
          "bannedAt": {
            "type": "uint64",
            "id": 4,
            "protoName": "banned_at"
          }
        }
      },
      "GroupBanChanged": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id"
          },
          "ban": {
            "type": "GroupBan",
            "id": 2
          },
          "lifted": {
            "type": "bool",
            "id": 3
          },
          "changedBy": {
            "type": "string",
            "id": 4,
            "protoName": "changed_by"
          },
          "changedByName": {
            "type": "string",
            "id": 5,
            "protoName": "changed_by_name"
          }
        }
      },
      "ListGroupBansRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "afterUserId": {
            "type": "string",
            "id": 2,
            "protoName": "after_user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "limit": {
            "type": "uint32",
            "id": 3
          }
        }
      },
      "ListGroupBansReply": {
        "fields": {
          "bans": {
            "rule": "repeated",
            "type": "GroupBan",
            "id": 1
          },
          "more": {
            "type": "bool",
            "id": 2
          }
        }
      },
      "LiftGroupBanRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "userId": {
            "type": "string",
            "id": 2,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "LiftGroupBanReply": {
        "fields": {}
      },
      "SetGroupRoleRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "userId": {
            "type": "string",
            "id": 2,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "role": {
            "type": "GroupRole",
            "id": 3
          }
        }
      },
      "SetGroupRoleReply": {
        "fields": {}
      },
      "TransferGroupRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "userId": {
            "type": "string",
            "id": 2,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "TransferGroupReply": {
        "fields": {}
      },
      "MuteMemberRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "userId": {
            "type": "string",
            "id": 2,
            "protoName": "user_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "seconds": {
            "type": "uint32",
            "id": 3
          }
        }
      },
      "MuteMemberReply": {
        "fields": {}
      },
      "DissolveGroupRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "DissolveGroupReply": {
        "fields": {}
      },
      "JoinRequested": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id"
          },
          "request": {
            "type": "JoinRequest",
            "id": 2
          }
        }
      },
      "InspectGroupRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id"
          },
          "afterUserId": {
            "type": "string",
            "id": 2,
            "protoName": "after_user_id"
          },
          "limit": {
            "type": "uint32",
            "id": 3
          }
        }
      },
      "InspectGroupReply": {
        "fields": {
          "group": {
            "type": "Group",
            "id": 1
          },
          "members": {
            "rule": "repeated",
            "type": "GroupMember",
            "id": 2
          },
          "more": {
            "type": "bool",
            "id": 3
          }
        }
      },
      "CloseGroupRequest": {
        "fields": {
          "groupId": {
            "type": "string",
            "id": 1,
            "protoName": "group_id"
          }
        }
      },
      "CloseGroupReply": {
        "fields": {}
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
          "pushId": {
            "type": "string",
            "id": 6,
            "protoName": "push_id"
          },
          "traceId": {
            "type": "bytes",
            "id": 7,
            "protoName": "trace_id"
          }
        },
        "nested": {
          "Kind": {
            "values": {
              "KIND_UNSPECIFIED": 0,
              "COMMAND": 1,
              "REPLY": 2,
              "PUSH": 3,
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
          "gateInstance": {
            "type": "string",
            "id": 10,
            "protoName": "gate_instance"
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
            "protoName": "device_kind",
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "language": {
            "type": "string",
            "id": 3,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "client": {
            "type": "string",
            "id": 4,
            "options": {
              "(text_rule)": "OPAQUE"
            }
          },
          "clientInstanceId": {
            "type": "bytes",
            "id": 5,
            "protoName": "client_instance_id"
          },
          "connectionAttempt": {
            "type": "uint32",
            "id": 6,
            "protoName": "connection_attempt"
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
          },
          "sentAtMs": {
            "type": "uint32",
            "id": 5,
            "protoName": "sent_at_ms"
          },
          "signature": {
            "type": "bytes",
            "id": 15
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
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "sessionId": {
            "type": "string",
            "id": 2,
            "protoName": "session_id"
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
          "userId": {
            "type": "string",
            "id": 4,
            "protoName": "user_id"
          },
          "sessionId": {
            "type": "string",
            "id": 5,
            "protoName": "session_id"
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
            "id": 9,
            "options": {
              "deprecated": true
            }
          },
          "acceptedAt": {
            "type": "uint64",
            "id": 10,
            "protoName": "accepted_at"
          },
          "traceId": {
            "type": "string",
            "id": 11,
            "protoName": "trace_id",
            "options": {
              "deprecated": true
            }
          },
          "clientIp": {
            "type": "string",
            "id": 12,
            "protoName": "client_ip"
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
          "pushId": {
            "type": "string",
            "id": 20,
            "protoName": "push_id"
          },
          "clientInstanceId": {
            "type": "bytes",
            "id": 21,
            "protoName": "client_instance_id"
          },
          "connectionAttempt": {
            "type": "uint32",
            "id": 22,
            "protoName": "connection_attempt"
          },
          "timeoutMs": {
            "type": "uint32",
            "id": 23,
            "protoName": "timeout_ms"
          },
          "queuedAtMs": {
            "type": "uint32",
            "id": 24,
            "protoName": "queued_at_ms"
          },
          "pauseMs": {
            "type": "uint32",
            "id": 25,
            "protoName": "pause_ms"
          },
          "traceContext": {
            "type": "bytes",
            "id": 26,
            "protoName": "trace_context"
          },
          "heldUs": {
            "type": "uint32",
            "id": 27,
            "protoName": "held_us"
          },
          "acceptedAtMs": {
            "type": "uint32",
            "id": 28,
            "protoName": "accepted_at_ms"
          }
        },
        "nested": {
          "Kind": {
            "values": {
              "KIND_UNSPECIFIED": 0,
              "COMMAND": 1,
              "REPLY": 2,
              "PUSH": 3,
              "CLOSE": 4,
              "DOMAIN_EVENT": 5,
              "REPORT": 6,
              "CONTROL": 7,
              "CLUSTER_STATE": 8,
              "ECHO": 9
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
            "type": "AddressedPush",
            "id": 2
          },
          "disconnects": {
            "rule": "repeated",
            "type": "Disconnect",
            "id": 3
          },
          "domainEvents": {
            "rule": "repeated",
            "type": "EmittedEvent",
            "id": 4,
            "protoName": "domain_events"
          },
          "serviceCommands": {
            "rule": "repeated",
            "type": "ServiceCommand",
            "id": 5,
            "protoName": "service_commands"
          }
        },
        "nested": {
          "AddressedPush": {
            "fields": {
              "userIds": {
                "rule": "repeated",
                "type": "string",
                "id": 1,
                "protoName": "user_ids"
              },
              "push": {
                "type": "bytes",
                "id": 2
              },
              "except": {
                "type": "string",
                "id": 3
              },
              "pushId": {
                "type": "string",
                "id": 4,
                "protoName": "push_id"
              },
              "deadline": {
                "type": "uint64",
                "id": 5,
                "options": {
                  "deprecated": true
                }
              },
              "ttlMs": {
                "type": "uint32",
                "id": 6,
                "protoName": "ttl_ms"
              }
            }
          },
          "Disconnect": {
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
          },
          "EmittedEvent": {
            "fields": {
              "key": {
                "type": "string",
                "id": 1
              },
              "event": {
                "type": "bytes",
                "id": 2
              },
              "userIds": {
                "rule": "repeated",
                "type": "string",
                "id": 3,
                "protoName": "user_ids"
              }
            }
          },
          "ServiceCommand": {
            "fields": {
              "service": {
                "type": "string",
                "id": 1
              },
              "rpc": {
                "type": "uint32",
                "id": 2
              },
              "userId": {
                "type": "string",
                "id": 3,
                "protoName": "user_id"
              },
              "id": {
                "type": "string",
                "id": 4
              },
              "payload": {
                "type": "bytes",
                "id": 5
              },
              "acceptedAt": {
                "type": "uint64",
                "id": 6,
                "protoName": "accepted_at"
              },
              "traceContext": {
                "type": "bytes",
                "id": 7,
                "protoName": "trace_context"
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
          },
          "author": {
            "type": "string",
            "id": 11
          },
          "signature": {
            "type": "bytes",
            "id": 15
          },
          "settlement": {
            "type": "Settlement",
            "id": 16
          }
        },
        "nested": {
          "Settlement": {
            "fields": {
              "letter": {
                "type": "uint64",
                "id": 1
              },
              "how": {
                "type": "How",
                "id": 2
              },
              "by": {
                "type": "string",
                "id": 3
              }
            },
            "nested": {
              "How": {
                "values": {
                  "HOW_UNSPECIFIED": 0,
                  "REPLAYED": 1,
                  "DROPPED": 2
                }
              }
            }
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
              "(access)": "USER",
              "(large)": true
            },
            "parsedOptions": [
              {
                "(number)": 201
              },
              {
                "(access)": "USER"
              },
              {
                "(large)": true
              }
            ]
          },
          "RecallMessage": {
            "requestType": "RecallMessageRequest",
            "responseType": "SendMessageReply",
            "options": {
              "(number)": 205,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 205
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "EditMessage": {
            "requestType": "EditMessageRequest",
            "responseType": "SendMessageReply",
            "options": {
              "(number)": 206,
              "(access)": "USER",
              "(large)": true
            },
            "parsedOptions": [
              {
                "(number)": 206
              },
              {
                "(access)": "USER"
              },
              {
                "(large)": true
              }
            ]
          },
          "React": {
            "requestType": "ReactRequest",
            "responseType": "SendMessageReply",
            "options": {
              "(number)": 207,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 207
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "DeleteForMe": {
            "requestType": "DeleteForMeRequest",
            "responseType": "DeleteForMeReply",
            "options": {
              "(number)": 208,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 208
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "PullMessages": {
            "requestType": "PullMessagesRequest",
            "responseType": "PullMessagesReply",
            "options": {
              "(number)": 203,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
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
              },
              {
                "(paged)": true
              }
            ]
          },
          "ListConversations": {
            "requestType": "ListConversationsRequest",
            "responseType": "ListConversationsReply",
            "options": {
              "(number)": 202,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
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
              },
              {
                "(paged)": true
              }
            ]
          },
          "Sync": {
            "requestType": "SyncRequest",
            "responseType": "SyncReply",
            "options": {
              "(number)": 210,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true,
              "(large)": true
            },
            "parsedOptions": [
              {
                "(number)": 210
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              },
              {
                "(large)": true
              }
            ]
          },
          "MarkDelivered": {
            "requestType": "MarkRequest",
            "responseType": "MarkReply",
            "options": {
              "(number)": 211,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 211
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "MarkRead": {
            "requestType": "MarkRequest",
            "responseType": "MarkReply",
            "options": {
              "(number)": 212,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 212
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ListReaders": {
            "requestType": "ListReadersRequest",
            "responseType": "ListReadersReply",
            "options": {
              "(number)": 213,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
            },
            "parsedOptions": [
              {
                "(number)": 213
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              }
            ]
          },
          "SetConversation": {
            "requestType": "SetConversationRequest",
            "responseType": "SetConversationReply",
            "options": {
              "(number)": 214,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 214
              },
              {
                "(access)": "USER"
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
          },
          "GetProfile": {
            "requestType": "GetProfileRequest",
            "responseType": "GetProfileReply",
            "options": {
              "(number)": 220,
              "(access)": "USER",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 220
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              }
            ]
          },
          "UpdateProfile": {
            "requestType": "UpdateProfileRequest",
            "responseType": "UpdateProfileReply",
            "options": {
              "(number)": 221,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 221
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "SearchUsers": {
            "requestType": "SearchUsersRequest",
            "responseType": "SearchUsersReply",
            "options": {
              "(number)": 222,
              "(access)": "USER",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 222
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              }
            ]
          },
          "RequestFriend": {
            "requestType": "RequestFriendRequest",
            "responseType": "RequestFriendReply",
            "options": {
              "(number)": 223,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 223
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ListFriendRequests": {
            "requestType": "ListFriendRequestsRequest",
            "responseType": "ListFriendRequestsReply",
            "options": {
              "(number)": 224,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
            },
            "parsedOptions": [
              {
                "(number)": 224
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              }
            ]
          },
          "AnswerFriendRequest": {
            "requestType": "AnswerFriendRequestRequest",
            "responseType": "AnswerFriendRequestReply",
            "options": {
              "(number)": 225,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 225
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "RemoveFriend": {
            "requestType": "RemoveFriendRequest",
            "responseType": "RemoveFriendReply",
            "options": {
              "(number)": 226,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 226
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ListFriends": {
            "requestType": "ListFriendsRequest",
            "responseType": "ListFriendsReply",
            "options": {
              "(number)": 227,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
            },
            "parsedOptions": [
              {
                "(number)": 227
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              }
            ]
          },
          "SetRemark": {
            "requestType": "SetRemarkRequest",
            "responseType": "SetRemarkReply",
            "options": {
              "(number)": 228,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 228
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "Block": {
            "requestType": "BlockRequest",
            "responseType": "BlockReply",
            "options": {
              "(number)": 229,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 229
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "Unblock": {
            "requestType": "UnblockRequest",
            "responseType": "UnblockReply",
            "options": {
              "(number)": 230,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 230
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ListBlocked": {
            "requestType": "ListBlockedRequest",
            "responseType": "ListBlockedReply",
            "options": {
              "(number)": 231,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
            },
            "parsedOptions": [
              {
                "(number)": 231
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              }
            ]
          },
          "CreateGroup": {
            "requestType": "CreateGroupRequest",
            "responseType": "CreateGroupReply",
            "options": {
              "(number)": 240,
              "(access)": "USER",
              "(large)": true
            },
            "parsedOptions": [
              {
                "(number)": 240
              },
              {
                "(access)": "USER"
              },
              {
                "(large)": true
              }
            ]
          },
          "GetGroup": {
            "requestType": "GetGroupRequest",
            "responseType": "GetGroupReply",
            "options": {
              "(number)": 241,
              "(access)": "USER",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 241
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              }
            ]
          },
          "ListGroups": {
            "requestType": "ListGroupsRequest",
            "responseType": "ListGroupsReply",
            "options": {
              "(number)": 242,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
            },
            "parsedOptions": [
              {
                "(number)": 242
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              }
            ]
          },
          "ListGroupMembers": {
            "requestType": "ListGroupMembersRequest",
            "responseType": "ListGroupMembersReply",
            "options": {
              "(number)": 243,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
            },
            "parsedOptions": [
              {
                "(number)": 243
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              }
            ]
          },
          "UpdateGroup": {
            "requestType": "UpdateGroupRequest",
            "responseType": "UpdateGroupReply",
            "options": {
              "(number)": 244,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 244
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "InviteToGroup": {
            "requestType": "InviteToGroupRequest",
            "responseType": "InviteToGroupReply",
            "options": {
              "(number)": 245,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 245
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "JoinGroup": {
            "requestType": "JoinGroupRequest",
            "responseType": "JoinGroupReply",
            "options": {
              "(number)": 246,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 246
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ListJoinRequests": {
            "requestType": "ListJoinRequestsRequest",
            "responseType": "ListJoinRequestsReply",
            "options": {
              "(number)": 247,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
            },
            "parsedOptions": [
              {
                "(number)": 247
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              }
            ]
          },
          "AnswerJoinRequest": {
            "requestType": "AnswerJoinRequestRequest",
            "responseType": "AnswerJoinRequestReply",
            "options": {
              "(number)": 248,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 248
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "LeaveGroup": {
            "requestType": "LeaveGroupRequest",
            "responseType": "LeaveGroupReply",
            "options": {
              "(number)": 249,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 249
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "RemoveFromGroup": {
            "requestType": "RemoveFromGroupRequest",
            "responseType": "RemoveFromGroupReply",
            "options": {
              "(number)": 250,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 250
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ListGroupBans": {
            "requestType": "ListGroupBansRequest",
            "responseType": "ListGroupBansReply",
            "options": {
              "(number)": 255,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
            },
            "parsedOptions": [
              {
                "(number)": 255
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              }
            ]
          },
          "LiftGroupBan": {
            "requestType": "LiftGroupBanRequest",
            "responseType": "LiftGroupBanReply",
            "options": {
              "(number)": 256,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 256
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "AnswerGroupInvitation": {
            "requestType": "AnswerGroupInvitationRequest",
            "responseType": "AnswerGroupInvitationReply",
            "options": {
              "(number)": 257,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 257
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "ListGroupInvitations": {
            "requestType": "ListGroupInvitationsRequest",
            "responseType": "ListGroupInvitationsReply",
            "options": {
              "(number)": 258,
              "(access)": "USER",
              "(reads)": true,
              "(paged)": true
            },
            "parsedOptions": [
              {
                "(number)": 258
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(paged)": true
              }
            ]
          },
          "SetGroupRole": {
            "requestType": "SetGroupRoleRequest",
            "responseType": "SetGroupRoleReply",
            "options": {
              "(number)": 251,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 251
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "TransferGroup": {
            "requestType": "TransferGroupRequest",
            "responseType": "TransferGroupReply",
            "options": {
              "(number)": 252,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 252
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "MuteMember": {
            "requestType": "MuteMemberRequest",
            "responseType": "MuteMemberReply",
            "options": {
              "(number)": 253,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 253
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "DissolveGroup": {
            "requestType": "DissolveGroupRequest",
            "responseType": "DissolveGroupReply",
            "options": {
              "(number)": 254,
              "(access)": "USER"
            },
            "parsedOptions": [
              {
                "(number)": 254
              },
              {
                "(access)": "USER"
              }
            ]
          },
          "EraseUser": {
            "requestType": "EraseUserRequest",
            "responseType": "EraseUserReply",
            "options": {
              "(number)": 260,
              "(access)": "INTERNAL"
            },
            "parsedOptions": [
              {
                "(number)": 260
              },
              {
                "(access)": "INTERNAL"
              }
            ]
          },
          "NotifyFriends": {
            "requestType": "NotifyFriendsRequest",
            "responseType": "NotifyFriendsReply",
            "options": {
              "(number)": 261,
              "(access)": "INTERNAL"
            },
            "parsedOptions": [
              {
                "(number)": 261
              },
              {
                "(access)": "INTERNAL"
              }
            ]
          },
          "InspectGroup": {
            "requestType": "InspectGroupRequest",
            "responseType": "InspectGroupReply",
            "options": {
              "(number)": 281,
              "(access)": "INTERNAL",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 281
              },
              {
                "(access)": "INTERNAL"
              },
              {
                "(reads)": true
              }
            ]
          },
          "CloseGroup": {
            "requestType": "CloseGroupRequest",
            "responseType": "CloseGroupReply",
            "options": {
              "(number)": 282,
              "(access)": "INTERNAL"
            },
            "parsedOptions": [
              {
                "(number)": 282
              },
              {
                "(access)": "INTERNAL"
              }
            ]
          }
        }
      },
      "Presence": {
        "methods": {
          "SetPresence": {
            "requestType": "SetPresenceRequest",
            "responseType": "SetPresenceReply",
            "options": {
              "(number)": 501,
              "(access)": "USER",
              "(expires)": true
            },
            "parsedOptions": [
              {
                "(number)": 501
              },
              {
                "(access)": "USER"
              },
              {
                "(expires)": true
              }
            ]
          },
          "WatchPresence": {
            "requestType": "WatchPresenceRequest",
            "responseType": "WatchPresenceReply",
            "options": {
              "(number)": 502,
              "(access)": "USER",
              "(reads)": true,
              "(large)": true
            },
            "parsedOptions": [
              {
                "(number)": 502
              },
              {
                "(access)": "USER"
              },
              {
                "(reads)": true
              },
              {
                "(large)": true
              }
            ]
          },
          "Typing": {
            "requestType": "TypingRequest",
            "responseType": "TypingReply",
            "options": {
              "(number)": 503,
              "(access)": "USER",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 503
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
      "SetPresenceRequest": {
        "fields": {
          "away": {
            "type": "bool",
            "id": 1
          }
        }
      },
      "SetPresenceReply": {
        "fields": {}
      },
      "WatchPresenceRequest": {
        "fields": {
          "userIds": {
            "rule": "repeated",
            "type": "string",
            "id": 1,
            "protoName": "user_ids",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "WatchPresenceReply": {
        "fields": {
          "presences": {
            "rule": "repeated",
            "type": "UserPresence",
            "id": 1
          }
        }
      },
      "UserPresence": {
        "fields": {
          "userId": {
            "type": "string",
            "id": 1,
            "protoName": "user_id"
          },
          "state": {
            "type": "PresenceState",
            "id": 2
          },
          "lastSeen": {
            "type": "uint64",
            "id": 3,
            "protoName": "last_seen"
          }
        }
      },
      "TypingRequest": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id",
            "options": {
              "(text_rule)": "OPAQUE"
            }
          }
        }
      },
      "TypingReply": {
        "fields": {}
      },
      "TypingNow": {
        "fields": {
          "conversationId": {
            "type": "string",
            "id": 1,
            "protoName": "conversation_id"
          },
          "userId": {
            "type": "string",
            "id": 2,
            "protoName": "user_id"
          }
        }
      },
      "Push": {
        "oneofs": {
          "event": {
            "oneof": [
              "messageStored",
              "receipt",
              "conversationChanged",
              "relationChanged",
              "profileChanged",
              "joinRequested",
              "presence",
              "typing",
              "groupInvited",
              "groupBanChanged",
              "notice"
            ]
          }
        },
        "fields": {
          "messageStored": {
            "type": "Message",
            "id": 1,
            "protoName": "message_stored"
          },
          "receipt": {
            "type": "Receipt",
            "id": 2
          },
          "conversationChanged": {
            "type": "ConversationChanged",
            "id": 3,
            "protoName": "conversation_changed"
          },
          "relationChanged": {
            "type": "Relation",
            "id": 4,
            "protoName": "relation_changed"
          },
          "profileChanged": {
            "type": "OwnProfile",
            "id": 5,
            "protoName": "profile_changed"
          },
          "joinRequested": {
            "type": "JoinRequested",
            "id": 6,
            "protoName": "join_requested"
          },
          "presence": {
            "type": "UserPresence",
            "id": 7
          },
          "typing": {
            "type": "TypingNow",
            "id": 8
          },
          "groupInvited": {
            "type": "GroupInvitation",
            "id": 9,
            "protoName": "group_invited"
          },
          "groupBanChanged": {
            "type": "GroupBanChanged",
            "id": 10,
            "protoName": "group_ban_changed"
          },
          "notice": {
            "type": "Notice",
            "id": 20
          }
        }
      },
      "Notice": {
        "fields": {
          "text": {
            "type": "string",
            "id": 1
          },
          "sentAt": {
            "type": "uint64",
            "id": 2,
            "protoName": "sent_at"
          }
        }
      },
      "Registry": {
        "methods": {
          "ListMembers": {
            "requestType": "ListMembersRequest",
            "responseType": "ListMembersReply",
            "options": {
              "(number)": 601,
              "(access)": "INTERNAL",
              "(reads)": true
            },
            "parsedOptions": [
              {
                "(number)": 601
              },
              {
                "(access)": "INTERNAL"
              },
              {
                "(reads)": true
              }
            ]
          }
        }
      },
      "ListMembersRequest": {
        "fields": {
          "role": {
            "type": "string",
            "id": 1,
            "options": {
              "(text_rule)": "FORMAT"
            }
          }
        }
      },
      "ListMembersReply": {
        "fields": {
          "isCurrent": {
            "type": "bool",
            "id": 1,
            "protoName": "is_current"
          },
          "members": {
            "rule": "repeated",
            "type": "InstanceReport",
            "id": 2
          }
        }
      },
      "InstanceReport": {
        "fields": {
          "role": {
            "type": "string",
            "id": 1
          },
          "instance": {
            "type": "string",
            "id": 2
          },
          "process": {
            "type": "string",
            "id": 3
          },
          "number": {
            "type": "uint64",
            "id": 4
          },
          "version": {
            "type": "string",
            "id": 5
          },
          "uptimeSeconds": {
            "type": "uint32",
            "id": 6,
            "protoName": "uptime_seconds"
          },
          "addresses": {
            "rule": "repeated",
            "type": "string",
            "id": 7
          },
          "adminUrl": {
            "type": "string",
            "id": 8,
            "protoName": "admin_url"
          },
          "services": {
            "rule": "repeated",
            "type": "ServedPartitions",
            "id": 9
          },
          "connections": {
            "type": "uint32",
            "id": 10
          },
          "maxConnections": {
            "type": "uint32",
            "id": 11,
            "protoName": "max_connections"
          },
          "cpuPermille": {
            "type": "uint32",
            "id": 12,
            "protoName": "cpu_permille"
          },
          "memoryBytes": {
            "type": "uint64",
            "id": 13,
            "protoName": "memory_bytes"
          },
          "eventLoopDelayUs": {
            "type": "uint32",
            "id": 14,
            "protoName": "event_loop_delay_us"
          },
          "draining": {
            "type": "bool",
            "id": 15
          },
          "missing": {
            "rule": "repeated",
            "type": "string",
            "id": 16
          },
          "sessions": {
            "type": "uint32",
            "id": 17
          },
          "framesIn": {
            "type": "uint64",
            "id": 18,
            "protoName": "frames_in"
          },
          "framesOut": {
            "type": "uint64",
            "id": 19,
            "protoName": "frames_out"
          },
          "bytesIn": {
            "type": "uint64",
            "id": 20,
            "protoName": "bytes_in"
          },
          "bytesOut": {
            "type": "uint64",
            "id": 21,
            "protoName": "bytes_out"
          },
          "replies": {
            "rule": "repeated",
            "type": "CodeCount",
            "id": 22
          },
          "ack": {
            "type": "Latency",
            "id": 23
          },
          "push": {
            "type": "Latency",
            "id": 24
          },
          "measuredAtMs": {
            "type": "uint64",
            "id": 25,
            "protoName": "measured_at_ms"
          },
          "hashes": {
            "type": "HashQueue",
            "id": 26
          },
          "messages": {
            "type": "uint64",
            "id": 27
          },
          "pushes": {
            "type": "uint64",
            "id": 28
          },
          "logLevel": {
            "type": "string",
            "id": 60,
            "protoName": "log_level"
          },
          "checkup": {
            "type": "Checkup",
            "id": 61
          }
        },
        "nested": {
          "Checkup": {
            "fields": {
              "descriptorLimit": {
                "type": "uint64",
                "id": 1,
                "protoName": "descriptor_limit"
              },
              "wallClock": {
                "type": "uint64",
                "id": 2,
                "protoName": "wall_clock"
              },
              "fingerprints": {
                "rule": "repeated",
                "type": "Fact",
                "id": 3
              },
              "diskFreeBytes": {
                "type": "uint64",
                "id": 4,
                "protoName": "disk_free_bytes"
              },
              "diskBytes": {
                "type": "uint64",
                "id": 5,
                "protoName": "disk_bytes"
              },
              "versions": {
                "rule": "repeated",
                "type": "Fact",
                "id": 6
              },
              "disks": {
                "rule": "repeated",
                "type": "Disk",
                "id": 7
              },
              "host": {
                "type": "string",
                "id": 8
              }
            },
            "nested": {
              "Fact": {
                "fields": {
                  "name": {
                    "type": "string",
                    "id": 1
                  },
                  "value": {
                    "type": "string",
                    "id": 2
                  }
                }
              },
              "Disk": {
                "fields": {
                  "folder": {
                    "type": "string",
                    "id": 1
                  },
                  "freeBytes": {
                    "type": "uint64",
                    "id": 2,
                    "protoName": "free_bytes"
                  },
                  "bytes": {
                    "type": "uint64",
                    "id": 3
                  }
                }
              }
            }
          },
          "ServedPartitions": {
            "fields": {
              "service": {
                "type": "string",
                "id": 1
              },
              "owned": {
                "type": "uint32",
                "id": 2
              },
              "paused": {
                "type": "uint32",
                "id": 3
              },
              "rpcs": {
                "rule": "repeated",
                "type": "uint32",
                "id": 4
              },
              "partitions": {
                "rule": "repeated",
                "type": "Partition",
                "id": 5
              },
              "batches": {
                "type": "Latency",
                "id": 6
              },
              "commands": {
                "type": "uint64",
                "id": 7
              },
              "replies": {
                "rule": "repeated",
                "type": "CodeCount",
                "id": 8
              },
              "deadLetters": {
                "type": "uint64",
                "id": 9,
                "protoName": "dead_letters"
              },
              "queuedRecords": {
                "type": "uint32",
                "id": 10,
                "protoName": "queued_records"
              }
            }
          },
          "Partition": {
            "fields": {
              "partition": {
                "type": "uint32",
                "id": 1
              },
              "position": {
                "type": "uint64",
                "id": 2
              },
              "lag": {
                "type": "uint64",
                "id": 3
              },
              "paused": {
                "type": "bool",
                "id": 4
              }
            }
          },
          "CodeCount": {
            "fields": {
              "code": {
                "type": "string",
                "id": 1
              },
              "count": {
                "type": "uint64",
                "id": 2
              }
            }
          },
          "Latency": {
            "fields": {
              "counts": {
                "rule": "repeated",
                "type": "uint64",
                "id": 1
              },
              "sumUs": {
                "type": "uint64",
                "id": 2,
                "protoName": "sum_us"
              }
            }
          },
          "HashQueue": {
            "fields": {
              "waiting": {
                "type": "uint32",
                "id": 1
              },
              "running": {
                "type": "uint32",
                "id": 2
              },
              "done": {
                "type": "uint64",
                "id": 3
              },
              "refused": {
                "type": "uint64",
                "id": 4
              }
            }
          }
        }
      },
      "InstanceCommand": {
        "oneofs": {
          "action": {
            "oneof": [
              "drain",
              "logLevel",
              "push"
            ]
          }
        },
        "fields": {
          "id": {
            "type": "string",
            "id": 1
          },
          "processes": {
            "rule": "repeated",
            "type": "string",
            "id": 2
          },
          "drain": {
            "type": "bool",
            "id": 3
          },
          "logLevel": {
            "type": "string",
            "id": 4,
            "protoName": "log_level"
          },
          "push": {
            "type": "bytes",
            "id": 5
          }
        }
      },
      "ClusterState": {
        "fields": {
          "process": {
            "type": "string",
            "id": 1
          },
          "services": {
            "rule": "repeated",
            "type": "string",
            "id": 2
          },
          "statusUrls": {
            "rule": "repeated",
            "type": "string",
            "id": 3,
            "protoName": "status_urls"
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
          "NotifyOwner": {
            "requestType": "NotifyOwnerRequest",
            "responseType": "NotifyOwnerReply",
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
          "CHANGE_EMAIL": 3
        }
      },
      "RequestCodeRequest": {
        "fields": {
          "email": {
            "type": "string",
            "id": 1,
            "options": {
              "(text_rule)": "FORMAT"
            }
          },
          "purpose": {
            "type": "CodePurpose",
            "id": 2
          },
          "requester": {
            "type": "bytes",
            "id": 3
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
      "NotifyOwnerRequest": {
        "fields": {
          "email": {
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
          },
          "replaced": {
            "type": "bool",
            "id": 4
          }
        }
      },
      "NotifyOwnerReply": {
        "fields": {}
      },
      "CheckCodeRequest": {
        "fields": {
          "email": {
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
          "useId": {
            "type": "bytes",
            "id": 4,
            "protoName": "use_id"
          },
          "clientIp": {
            "type": "string",
            "id": 5,
            "protoName": "client_ip"
          },
          "requester": {
            "type": "bytes",
            "id": 6
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
          "FieldOptions": {
            "edition": "proto2",
            "fields": {},
            "extensions": [
              [
                1000,
                536870911
              ]
            ],
            "reserved": [
              [
                4,
                4
              ],
              [
                18,
                18
              ]
            ]
          },
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
