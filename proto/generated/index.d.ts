import * as $protobuf from "protobufjs/light.js";
import Long = require("long");

/** Namespace im. */
export namespace im {

    /** Represents an Auth */
    class Auth extends $protobuf.rpc.Service {

        /** Reflection-backed declarations are not constructable. Use Auth.create(...) instead. */
        private constructor();

        /**
         * Creates new Auth service using the specified rpc implementation.
         * @param rpcImpl RPC implementation
         * @param [requestDelimited=false] Whether requests are length-delimited
         * @param [responseDelimited=false] Whether responses are length-delimited
         * @returns RPC service. Useful where requests and/or responses are streamed.
         */
        static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): Auth;

        /** Calls Register. */
        register: im.Auth.Register;

        /** Calls LogIn. */
        logIn: im.Auth.LogIn;

        /** Calls Resume. */
        resume: im.Auth.Resume;

        /** Calls LogOut. */
        logOut: im.Auth.LogOut;

        /** Calls RefreshToken. */
        refreshToken: im.Auth.RefreshToken;

        /** Calls LogOutEverywhere. */
        logOutEverywhere: im.Auth.LogOutEverywhere;

        /** Calls ListSessions. */
        listSessions: im.Auth.ListSessions;

        /** Calls EndSession. */
        endSession: im.Auth.EndSession;

        /** Calls ChangePassword. */
        changePassword: im.Auth.ChangePassword;

        /** Calls ResetPassword. */
        resetPassword: im.Auth.ResetPassword;

        /** Calls ChangeEmail. */
        changeEmail: im.Auth.ChangeEmail;

        /** Calls DeleteAccount. */
        deleteAccount: im.Auth.DeleteAccount;

        /** Calls ExportAccount. */
        exportAccount: im.Auth.ExportAccount;

        /** Calls DisableAccount. */
        disableAccount: im.Auth.DisableAccount;

        /** Calls InspectAccount. */
        inspectAccount: im.Auth.InspectAccount;

        /** Calls EndSessions. */
        endSessions: im.Auth.EndSessions;

        /** Calls RemoveAccount. */
        removeAccount: im.Auth.RemoveAccount;
    }

    namespace Auth {

        /**
         * Callback as used by {@link im.Auth#register}.
         * @param error Error, if any
         * @param [response] LoggedIn
         */
        type RegisterCallback = (error: (Error|null), response?: im.LoggedIn) => void;

        /** Calls Register. */
        type Register = {
          (request: im.IRegisterRequest, callback: im.Auth.RegisterCallback): void;
          (request: im.IRegisterRequest): Promise<im.LoggedIn>;
          readonly name: "Register";
          readonly path: "/im.Auth/Register";
          readonly requestType: "RegisterRequest";
          readonly responseType: "LoggedIn";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#logIn}.
         * @param error Error, if any
         * @param [response] LoggedIn
         */
        type LogInCallback = (error: (Error|null), response?: im.LoggedIn) => void;

        /** Calls LogIn. */
        type LogIn = {
          (request: im.ILogInRequest, callback: im.Auth.LogInCallback): void;
          (request: im.ILogInRequest): Promise<im.LoggedIn>;
          readonly name: "LogIn";
          readonly path: "/im.Auth/LogIn";
          readonly requestType: "LogInRequest";
          readonly responseType: "LoggedIn";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#resume}.
         * @param error Error, if any
         * @param [response] LoggedIn
         */
        type ResumeCallback = (error: (Error|null), response?: im.LoggedIn) => void;

        /** Calls Resume. */
        type Resume = {
          (request: im.IResumeRequest, callback: im.Auth.ResumeCallback): void;
          (request: im.IResumeRequest): Promise<im.LoggedIn>;
          readonly name: "Resume";
          readonly path: "/im.Auth/Resume";
          readonly requestType: "ResumeRequest";
          readonly responseType: "LoggedIn";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#logOut}.
         * @param error Error, if any
         * @param [response] LogOutReply
         */
        type LogOutCallback = (error: (Error|null), response?: im.LogOutReply) => void;

        /** Calls LogOut. */
        type LogOut = {
          (request: im.ILogOutRequest, callback: im.Auth.LogOutCallback): void;
          (request: im.ILogOutRequest): Promise<im.LogOutReply>;
          readonly name: "LogOut";
          readonly path: "/im.Auth/LogOut";
          readonly requestType: "LogOutRequest";
          readonly responseType: "LogOutReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#refreshToken}.
         * @param error Error, if any
         * @param [response] RefreshTokenReply
         */
        type RefreshTokenCallback = (error: (Error|null), response?: im.RefreshTokenReply) => void;

        /** Calls RefreshToken. */
        type RefreshToken = {
          (request: im.IRefreshTokenRequest, callback: im.Auth.RefreshTokenCallback): void;
          (request: im.IRefreshTokenRequest): Promise<im.RefreshTokenReply>;
          readonly name: "RefreshToken";
          readonly path: "/im.Auth/RefreshToken";
          readonly requestType: "RefreshTokenRequest";
          readonly responseType: "RefreshTokenReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#logOutEverywhere}.
         * @param error Error, if any
         * @param [response] LogOutEverywhereReply
         */
        type LogOutEverywhereCallback = (error: (Error|null), response?: im.LogOutEverywhereReply) => void;

        /** Calls LogOutEverywhere. */
        type LogOutEverywhere = {
          (request: im.ILogOutEverywhereRequest, callback: im.Auth.LogOutEverywhereCallback): void;
          (request: im.ILogOutEverywhereRequest): Promise<im.LogOutEverywhereReply>;
          readonly name: "LogOutEverywhere";
          readonly path: "/im.Auth/LogOutEverywhere";
          readonly requestType: "LogOutEverywhereRequest";
          readonly responseType: "LogOutEverywhereReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#listSessions}.
         * @param error Error, if any
         * @param [response] ListSessionsReply
         */
        type ListSessionsCallback = (error: (Error|null), response?: im.ListSessionsReply) => void;

        /** Calls ListSessions. */
        type ListSessions = {
          (request: im.IListSessionsRequest, callback: im.Auth.ListSessionsCallback): void;
          (request: im.IListSessionsRequest): Promise<im.ListSessionsReply>;
          readonly name: "ListSessions";
          readonly path: "/im.Auth/ListSessions";
          readonly requestType: "ListSessionsRequest";
          readonly responseType: "ListSessionsReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#endSession}.
         * @param error Error, if any
         * @param [response] EndSessionReply
         */
        type EndSessionCallback = (error: (Error|null), response?: im.EndSessionReply) => void;

        /** Calls EndSession. */
        type EndSession = {
          (request: im.IEndSessionRequest, callback: im.Auth.EndSessionCallback): void;
          (request: im.IEndSessionRequest): Promise<im.EndSessionReply>;
          readonly name: "EndSession";
          readonly path: "/im.Auth/EndSession";
          readonly requestType: "EndSessionRequest";
          readonly responseType: "EndSessionReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#changePassword}.
         * @param error Error, if any
         * @param [response] ChangePasswordReply
         */
        type ChangePasswordCallback = (error: (Error|null), response?: im.ChangePasswordReply) => void;

        /** Calls ChangePassword. */
        type ChangePassword = {
          (request: im.IChangePasswordRequest, callback: im.Auth.ChangePasswordCallback): void;
          (request: im.IChangePasswordRequest): Promise<im.ChangePasswordReply>;
          readonly name: "ChangePassword";
          readonly path: "/im.Auth/ChangePassword";
          readonly requestType: "ChangePasswordRequest";
          readonly responseType: "ChangePasswordReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#resetPassword}.
         * @param error Error, if any
         * @param [response] ResetPasswordReply
         */
        type ResetPasswordCallback = (error: (Error|null), response?: im.ResetPasswordReply) => void;

        /** Calls ResetPassword. */
        type ResetPassword = {
          (request: im.IResetPasswordRequest, callback: im.Auth.ResetPasswordCallback): void;
          (request: im.IResetPasswordRequest): Promise<im.ResetPasswordReply>;
          readonly name: "ResetPassword";
          readonly path: "/im.Auth/ResetPassword";
          readonly requestType: "ResetPasswordRequest";
          readonly responseType: "ResetPasswordReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#changeEmail}.
         * @param error Error, if any
         * @param [response] ChangeEmailReply
         */
        type ChangeEmailCallback = (error: (Error|null), response?: im.ChangeEmailReply) => void;

        /** Calls ChangeEmail. */
        type ChangeEmail = {
          (request: im.IChangeEmailRequest, callback: im.Auth.ChangeEmailCallback): void;
          (request: im.IChangeEmailRequest): Promise<im.ChangeEmailReply>;
          readonly name: "ChangeEmail";
          readonly path: "/im.Auth/ChangeEmail";
          readonly requestType: "ChangeEmailRequest";
          readonly responseType: "ChangeEmailReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#deleteAccount}.
         * @param error Error, if any
         * @param [response] DeleteAccountReply
         */
        type DeleteAccountCallback = (error: (Error|null), response?: im.DeleteAccountReply) => void;

        /** Calls DeleteAccount. */
        type DeleteAccount = {
          (request: im.IDeleteAccountRequest, callback: im.Auth.DeleteAccountCallback): void;
          (request: im.IDeleteAccountRequest): Promise<im.DeleteAccountReply>;
          readonly name: "DeleteAccount";
          readonly path: "/im.Auth/DeleteAccount";
          readonly requestType: "DeleteAccountRequest";
          readonly responseType: "DeleteAccountReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#exportAccount}.
         * @param error Error, if any
         * @param [response] ExportAccountReply
         */
        type ExportAccountCallback = (error: (Error|null), response?: im.ExportAccountReply) => void;

        /** Calls ExportAccount. */
        type ExportAccount = {
          (request: im.IExportAccountRequest, callback: im.Auth.ExportAccountCallback): void;
          (request: im.IExportAccountRequest): Promise<im.ExportAccountReply>;
          readonly name: "ExportAccount";
          readonly path: "/im.Auth/ExportAccount";
          readonly requestType: "ExportAccountRequest";
          readonly responseType: "ExportAccountReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#disableAccount}.
         * @param error Error, if any
         * @param [response] DisableAccountReply
         */
        type DisableAccountCallback = (error: (Error|null), response?: im.DisableAccountReply) => void;

        /** Calls DisableAccount. */
        type DisableAccount = {
          (request: im.IDisableAccountRequest, callback: im.Auth.DisableAccountCallback): void;
          (request: im.IDisableAccountRequest): Promise<im.DisableAccountReply>;
          readonly name: "DisableAccount";
          readonly path: "/im.Auth/DisableAccount";
          readonly requestType: "DisableAccountRequest";
          readonly responseType: "DisableAccountReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#inspectAccount}.
         * @param error Error, if any
         * @param [response] InspectAccountReply
         */
        type InspectAccountCallback = (error: (Error|null), response?: im.InspectAccountReply) => void;

        /** Calls InspectAccount. */
        type InspectAccount = {
          (request: im.IInspectAccountRequest, callback: im.Auth.InspectAccountCallback): void;
          (request: im.IInspectAccountRequest): Promise<im.InspectAccountReply>;
          readonly name: "InspectAccount";
          readonly path: "/im.Auth/InspectAccount";
          readonly requestType: "InspectAccountRequest";
          readonly responseType: "InspectAccountReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#endSessions}.
         * @param error Error, if any
         * @param [response] EndSessionsReply
         */
        type EndSessionsCallback = (error: (Error|null), response?: im.EndSessionsReply) => void;

        /** Calls EndSessions. */
        type EndSessions = {
          (request: im.IEndSessionsRequest, callback: im.Auth.EndSessionsCallback): void;
          (request: im.IEndSessionsRequest): Promise<im.EndSessionsReply>;
          readonly name: "EndSessions";
          readonly path: "/im.Auth/EndSessions";
          readonly requestType: "EndSessionsRequest";
          readonly responseType: "EndSessionsReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Auth#removeAccount}.
         * @param error Error, if any
         * @param [response] RemoveAccountReply
         */
        type RemoveAccountCallback = (error: (Error|null), response?: im.RemoveAccountReply) => void;

        /** Calls RemoveAccount. */
        type RemoveAccount = {
          (request: im.IRemoveAccountRequest, callback: im.Auth.RemoveAccountCallback): void;
          (request: im.IRemoveAccountRequest): Promise<im.RemoveAccountReply>;
          readonly name: "RemoveAccount";
          readonly path: "/im.Auth/RemoveAccount";
          readonly requestType: "RemoveAccountRequest";
          readonly responseType: "RemoveAccountReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };
    }

    /**
     * Properties of a RegisterRequest.
     * @deprecated Use im.RegisterRequest.$Properties instead.
     */
    interface IRegisterRequest extends im.RegisterRequest.$Properties {
    }

    /** Represents a RegisterRequest. */
    class RegisterRequest {

        /** Reflection-backed declarations are not constructable. Use RegisterRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RegisterRequest clientRequestId. */
        clientRequestId: Uint8Array;

        /** RegisterRequest name. */
        name: string;

        /** RegisterRequest password. */
        password: string;

        /** RegisterRequest deviceName. */
        deviceName: string;

        /** RegisterRequest email. */
        email: string;

        /** RegisterRequest code. */
        code: string;

        /** RegisterRequest requester. */
        requester: Uint8Array;

        /**
         * Creates a new RegisterRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RegisterRequest instance
         */
        static create(properties: im.RegisterRequest.$Shape): im.RegisterRequest & im.RegisterRequest.$Shape;
        static create(properties?: im.RegisterRequest.$Properties): im.RegisterRequest;

        /**
         * Encodes the specified RegisterRequest message. Does not implicitly {@link im.RegisterRequest.verify|verify} messages.
         * @param message RegisterRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RegisterRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RegisterRequest message, length delimited. Does not implicitly {@link im.RegisterRequest.verify|verify} messages.
         * @param message RegisterRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RegisterRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RegisterRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RegisterRequest & im.RegisterRequest.$Shape} RegisterRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RegisterRequest & im.RegisterRequest.$Shape;

        /**
         * Decodes a RegisterRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RegisterRequest & im.RegisterRequest.$Shape} RegisterRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RegisterRequest & im.RegisterRequest.$Shape;

        /**
         * Verifies a RegisterRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RegisterRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RegisterRequest
         */
        static fromObject(object: { [k: string]: any }): im.RegisterRequest;

        /**
         * Creates a plain object from a RegisterRequest message. Also converts values to other types if specified.
         * @param message RegisterRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RegisterRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RegisterRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RegisterRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RegisterRequest {

        /** Properties of a RegisterRequest. */
        interface $Properties {

            /** RegisterRequest clientRequestId */
            clientRequestId?: (Uint8Array|null);

            /** RegisterRequest name */
            name?: (string|null);

            /** RegisterRequest password */
            password?: (string|null);

            /** RegisterRequest deviceName */
            deviceName?: (string|null);

            /** RegisterRequest email */
            email?: (string|null);

            /** RegisterRequest code */
            code?: (string|null);

            /** RegisterRequest requester */
            requester?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RegisterRequest. */
        type $Shape = im.RegisterRequest.$Properties;
    }

    /**
     * Properties of a LogInRequest.
     * @deprecated Use im.LogInRequest.$Properties instead.
     */
    interface ILogInRequest extends im.LogInRequest.$Properties {
    }

    /** Represents a LogInRequest. */
    class LogInRequest {

        /** Reflection-backed declarations are not constructable. Use LogInRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LogInRequest clientRequestId. */
        clientRequestId: Uint8Array;

        /** LogInRequest name. */
        name: string;

        /** LogInRequest password. */
        password: string;

        /** LogInRequest deviceName. */
        deviceName: string;

        /** LogInRequest deviceToken. */
        deviceToken: string;

        /**
         * Creates a new LogInRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LogInRequest instance
         */
        static create(properties: im.LogInRequest.$Shape): im.LogInRequest & im.LogInRequest.$Shape;
        static create(properties?: im.LogInRequest.$Properties): im.LogInRequest;

        /**
         * Encodes the specified LogInRequest message. Does not implicitly {@link im.LogInRequest.verify|verify} messages.
         * @param message LogInRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LogInRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LogInRequest message, length delimited. Does not implicitly {@link im.LogInRequest.verify|verify} messages.
         * @param message LogInRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LogInRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LogInRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LogInRequest & im.LogInRequest.$Shape} LogInRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LogInRequest & im.LogInRequest.$Shape;

        /**
         * Decodes a LogInRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LogInRequest & im.LogInRequest.$Shape} LogInRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LogInRequest & im.LogInRequest.$Shape;

        /**
         * Verifies a LogInRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LogInRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LogInRequest
         */
        static fromObject(object: { [k: string]: any }): im.LogInRequest;

        /**
         * Creates a plain object from a LogInRequest message. Also converts values to other types if specified.
         * @param message LogInRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LogInRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LogInRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LogInRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LogInRequest {

        /** Properties of a LogInRequest. */
        interface $Properties {

            /** LogInRequest clientRequestId */
            clientRequestId?: (Uint8Array|null);

            /** LogInRequest name */
            name?: (string|null);

            /** LogInRequest password */
            password?: (string|null);

            /** LogInRequest deviceName */
            deviceName?: (string|null);

            /** LogInRequest deviceToken */
            deviceToken?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LogInRequest. */
        type $Shape = im.LogInRequest.$Properties;
    }

    /**
     * Properties of a ResumeRequest.
     * @deprecated Use im.ResumeRequest.$Properties instead.
     */
    interface IResumeRequest extends im.ResumeRequest.$Properties {
    }

    /** Represents a ResumeRequest. */
    class ResumeRequest {

        /** Reflection-backed declarations are not constructable. Use ResumeRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ResumeRequest token. */
        token: string;

        /**
         * Creates a new ResumeRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ResumeRequest instance
         */
        static create(properties: im.ResumeRequest.$Shape): im.ResumeRequest & im.ResumeRequest.$Shape;
        static create(properties?: im.ResumeRequest.$Properties): im.ResumeRequest;

        /**
         * Encodes the specified ResumeRequest message. Does not implicitly {@link im.ResumeRequest.verify|verify} messages.
         * @param message ResumeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ResumeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ResumeRequest message, length delimited. Does not implicitly {@link im.ResumeRequest.verify|verify} messages.
         * @param message ResumeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ResumeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ResumeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ResumeRequest & im.ResumeRequest.$Shape} ResumeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ResumeRequest & im.ResumeRequest.$Shape;

        /**
         * Decodes a ResumeRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ResumeRequest & im.ResumeRequest.$Shape} ResumeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ResumeRequest & im.ResumeRequest.$Shape;

        /**
         * Verifies a ResumeRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ResumeRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ResumeRequest
         */
        static fromObject(object: { [k: string]: any }): im.ResumeRequest;

        /**
         * Creates a plain object from a ResumeRequest message. Also converts values to other types if specified.
         * @param message ResumeRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ResumeRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ResumeRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ResumeRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ResumeRequest {

        /** Properties of a ResumeRequest. */
        interface $Properties {

            /** ResumeRequest token */
            token?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ResumeRequest. */
        type $Shape = im.ResumeRequest.$Properties;
    }

    /**
     * Properties of a LoggedIn.
     * @deprecated Use im.LoggedIn.$Properties instead.
     */
    interface ILoggedIn extends im.LoggedIn.$Properties {
    }

    /** Represents a LoggedIn. */
    class LoggedIn {

        /** Reflection-backed declarations are not constructable. Use LoggedIn.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LoggedIn userId. */
        userId: string;

        /** LoggedIn name. */
        name: string;

        /** LoggedIn sessionId. */
        sessionId: string;

        /** LoggedIn token. */
        token: string;

        /** LoggedIn tokenLivesSeconds. */
        tokenLivesSeconds: number;

        /** LoggedIn deviceToken. */
        deviceToken: string;

        /**
         * Creates a new LoggedIn instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LoggedIn instance
         */
        static create(properties: im.LoggedIn.$Shape): im.LoggedIn & im.LoggedIn.$Shape;
        static create(properties?: im.LoggedIn.$Properties): im.LoggedIn;

        /**
         * Encodes the specified LoggedIn message. Does not implicitly {@link im.LoggedIn.verify|verify} messages.
         * @param message LoggedIn message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LoggedIn.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LoggedIn message, length delimited. Does not implicitly {@link im.LoggedIn.verify|verify} messages.
         * @param message LoggedIn message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LoggedIn.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LoggedIn message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LoggedIn & im.LoggedIn.$Shape} LoggedIn
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LoggedIn & im.LoggedIn.$Shape;

        /**
         * Decodes a LoggedIn message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LoggedIn & im.LoggedIn.$Shape} LoggedIn
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LoggedIn & im.LoggedIn.$Shape;

        /**
         * Verifies a LoggedIn message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LoggedIn message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LoggedIn
         */
        static fromObject(object: { [k: string]: any }): im.LoggedIn;

        /**
         * Creates a plain object from a LoggedIn message. Also converts values to other types if specified.
         * @param message LoggedIn
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LoggedIn, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LoggedIn to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LoggedIn
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LoggedIn {

        /** Properties of a LoggedIn. */
        interface $Properties {

            /** LoggedIn userId */
            userId?: (string|null);

            /** LoggedIn name */
            name?: (string|null);

            /** LoggedIn sessionId */
            sessionId?: (string|null);

            /** LoggedIn token */
            token?: (string|null);

            /** LoggedIn tokenLivesSeconds */
            tokenLivesSeconds?: (number|null);

            /** LoggedIn deviceToken */
            deviceToken?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LoggedIn. */
        type $Shape = im.LoggedIn.$Properties;
    }

    /**
     * Properties of a LogOutRequest.
     * @deprecated Use im.LogOutRequest.$Properties instead.
     */
    interface ILogOutRequest extends im.LogOutRequest.$Properties {
    }

    /** Represents a LogOutRequest. */
    class LogOutRequest {

        /** Reflection-backed declarations are not constructable. Use LogOutRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new LogOutRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LogOutRequest instance
         */
        static create(properties: im.LogOutRequest.$Shape): im.LogOutRequest & im.LogOutRequest.$Shape;
        static create(properties?: im.LogOutRequest.$Properties): im.LogOutRequest;

        /**
         * Encodes the specified LogOutRequest message. Does not implicitly {@link im.LogOutRequest.verify|verify} messages.
         * @param message LogOutRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LogOutRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LogOutRequest message, length delimited. Does not implicitly {@link im.LogOutRequest.verify|verify} messages.
         * @param message LogOutRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LogOutRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LogOutRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LogOutRequest & im.LogOutRequest.$Shape} LogOutRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LogOutRequest & im.LogOutRequest.$Shape;

        /**
         * Decodes a LogOutRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LogOutRequest & im.LogOutRequest.$Shape} LogOutRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LogOutRequest & im.LogOutRequest.$Shape;

        /**
         * Verifies a LogOutRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LogOutRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LogOutRequest
         */
        static fromObject(object: { [k: string]: any }): im.LogOutRequest;

        /**
         * Creates a plain object from a LogOutRequest message. Also converts values to other types if specified.
         * @param message LogOutRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LogOutRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LogOutRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LogOutRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LogOutRequest {

        /** Properties of a LogOutRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LogOutRequest. */
        type $Shape = im.LogOutRequest.$Properties;
    }

    /**
     * Properties of a LogOutReply.
     * @deprecated Use im.LogOutReply.$Properties instead.
     */
    interface ILogOutReply extends im.LogOutReply.$Properties {
    }

    /** Represents a LogOutReply. */
    class LogOutReply {

        /** Reflection-backed declarations are not constructable. Use LogOutReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new LogOutReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LogOutReply instance
         */
        static create(properties: im.LogOutReply.$Shape): im.LogOutReply & im.LogOutReply.$Shape;
        static create(properties?: im.LogOutReply.$Properties): im.LogOutReply;

        /**
         * Encodes the specified LogOutReply message. Does not implicitly {@link im.LogOutReply.verify|verify} messages.
         * @param message LogOutReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LogOutReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LogOutReply message, length delimited. Does not implicitly {@link im.LogOutReply.verify|verify} messages.
         * @param message LogOutReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LogOutReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LogOutReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LogOutReply & im.LogOutReply.$Shape} LogOutReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LogOutReply & im.LogOutReply.$Shape;

        /**
         * Decodes a LogOutReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LogOutReply & im.LogOutReply.$Shape} LogOutReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LogOutReply & im.LogOutReply.$Shape;

        /**
         * Verifies a LogOutReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LogOutReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LogOutReply
         */
        static fromObject(object: { [k: string]: any }): im.LogOutReply;

        /**
         * Creates a plain object from a LogOutReply message. Also converts values to other types if specified.
         * @param message LogOutReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LogOutReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LogOutReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LogOutReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LogOutReply {

        /** Properties of a LogOutReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LogOutReply. */
        type $Shape = im.LogOutReply.$Properties;
    }

    /**
     * Properties of a RefreshTokenRequest.
     * @deprecated Use im.RefreshTokenRequest.$Properties instead.
     */
    interface IRefreshTokenRequest extends im.RefreshTokenRequest.$Properties {
    }

    /** Represents a RefreshTokenRequest. */
    class RefreshTokenRequest {

        /** Reflection-backed declarations are not constructable. Use RefreshTokenRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new RefreshTokenRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RefreshTokenRequest instance
         */
        static create(properties: im.RefreshTokenRequest.$Shape): im.RefreshTokenRequest & im.RefreshTokenRequest.$Shape;
        static create(properties?: im.RefreshTokenRequest.$Properties): im.RefreshTokenRequest;

        /**
         * Encodes the specified RefreshTokenRequest message. Does not implicitly {@link im.RefreshTokenRequest.verify|verify} messages.
         * @param message RefreshTokenRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RefreshTokenRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RefreshTokenRequest message, length delimited. Does not implicitly {@link im.RefreshTokenRequest.verify|verify} messages.
         * @param message RefreshTokenRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RefreshTokenRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RefreshTokenRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RefreshTokenRequest & im.RefreshTokenRequest.$Shape} RefreshTokenRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RefreshTokenRequest & im.RefreshTokenRequest.$Shape;

        /**
         * Decodes a RefreshTokenRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RefreshTokenRequest & im.RefreshTokenRequest.$Shape} RefreshTokenRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RefreshTokenRequest & im.RefreshTokenRequest.$Shape;

        /**
         * Verifies a RefreshTokenRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RefreshTokenRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RefreshTokenRequest
         */
        static fromObject(object: { [k: string]: any }): im.RefreshTokenRequest;

        /**
         * Creates a plain object from a RefreshTokenRequest message. Also converts values to other types if specified.
         * @param message RefreshTokenRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RefreshTokenRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RefreshTokenRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RefreshTokenRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RefreshTokenRequest {

        /** Properties of a RefreshTokenRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RefreshTokenRequest. */
        type $Shape = im.RefreshTokenRequest.$Properties;
    }

    /**
     * Properties of a RefreshTokenReply.
     * @deprecated Use im.RefreshTokenReply.$Properties instead.
     */
    interface IRefreshTokenReply extends im.RefreshTokenReply.$Properties {
    }

    /** Represents a RefreshTokenReply. */
    class RefreshTokenReply {

        /** Reflection-backed declarations are not constructable. Use RefreshTokenReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RefreshTokenReply token. */
        token: string;

        /** RefreshTokenReply tokenLivesSeconds. */
        tokenLivesSeconds: number;

        /**
         * Creates a new RefreshTokenReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RefreshTokenReply instance
         */
        static create(properties: im.RefreshTokenReply.$Shape): im.RefreshTokenReply & im.RefreshTokenReply.$Shape;
        static create(properties?: im.RefreshTokenReply.$Properties): im.RefreshTokenReply;

        /**
         * Encodes the specified RefreshTokenReply message. Does not implicitly {@link im.RefreshTokenReply.verify|verify} messages.
         * @param message RefreshTokenReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RefreshTokenReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RefreshTokenReply message, length delimited. Does not implicitly {@link im.RefreshTokenReply.verify|verify} messages.
         * @param message RefreshTokenReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RefreshTokenReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RefreshTokenReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RefreshTokenReply & im.RefreshTokenReply.$Shape} RefreshTokenReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RefreshTokenReply & im.RefreshTokenReply.$Shape;

        /**
         * Decodes a RefreshTokenReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RefreshTokenReply & im.RefreshTokenReply.$Shape} RefreshTokenReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RefreshTokenReply & im.RefreshTokenReply.$Shape;

        /**
         * Verifies a RefreshTokenReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RefreshTokenReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RefreshTokenReply
         */
        static fromObject(object: { [k: string]: any }): im.RefreshTokenReply;

        /**
         * Creates a plain object from a RefreshTokenReply message. Also converts values to other types if specified.
         * @param message RefreshTokenReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RefreshTokenReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RefreshTokenReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RefreshTokenReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RefreshTokenReply {

        /** Properties of a RefreshTokenReply. */
        interface $Properties {

            /** RefreshTokenReply token */
            token?: (string|null);

            /** RefreshTokenReply tokenLivesSeconds */
            tokenLivesSeconds?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RefreshTokenReply. */
        type $Shape = im.RefreshTokenReply.$Properties;
    }

    /**
     * Properties of a LogOutEverywhereRequest.
     * @deprecated Use im.LogOutEverywhereRequest.$Properties instead.
     */
    interface ILogOutEverywhereRequest extends im.LogOutEverywhereRequest.$Properties {
    }

    /** Represents a LogOutEverywhereRequest. */
    class LogOutEverywhereRequest {

        /** Reflection-backed declarations are not constructable. Use LogOutEverywhereRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LogOutEverywhereRequest keepThis. */
        keepThis: boolean;

        /**
         * Creates a new LogOutEverywhereRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LogOutEverywhereRequest instance
         */
        static create(properties: im.LogOutEverywhereRequest.$Shape): im.LogOutEverywhereRequest & im.LogOutEverywhereRequest.$Shape;
        static create(properties?: im.LogOutEverywhereRequest.$Properties): im.LogOutEverywhereRequest;

        /**
         * Encodes the specified LogOutEverywhereRequest message. Does not implicitly {@link im.LogOutEverywhereRequest.verify|verify} messages.
         * @param message LogOutEverywhereRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LogOutEverywhereRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LogOutEverywhereRequest message, length delimited. Does not implicitly {@link im.LogOutEverywhereRequest.verify|verify} messages.
         * @param message LogOutEverywhereRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LogOutEverywhereRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LogOutEverywhereRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LogOutEverywhereRequest & im.LogOutEverywhereRequest.$Shape} LogOutEverywhereRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LogOutEverywhereRequest & im.LogOutEverywhereRequest.$Shape;

        /**
         * Decodes a LogOutEverywhereRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LogOutEverywhereRequest & im.LogOutEverywhereRequest.$Shape} LogOutEverywhereRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LogOutEverywhereRequest & im.LogOutEverywhereRequest.$Shape;

        /**
         * Verifies a LogOutEverywhereRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LogOutEverywhereRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LogOutEverywhereRequest
         */
        static fromObject(object: { [k: string]: any }): im.LogOutEverywhereRequest;

        /**
         * Creates a plain object from a LogOutEverywhereRequest message. Also converts values to other types if specified.
         * @param message LogOutEverywhereRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LogOutEverywhereRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LogOutEverywhereRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LogOutEverywhereRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LogOutEverywhereRequest {

        /** Properties of a LogOutEverywhereRequest. */
        interface $Properties {

            /** LogOutEverywhereRequest keepThis */
            keepThis?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LogOutEverywhereRequest. */
        type $Shape = im.LogOutEverywhereRequest.$Properties;
    }

    /**
     * Properties of a LogOutEverywhereReply.
     * @deprecated Use im.LogOutEverywhereReply.$Properties instead.
     */
    interface ILogOutEverywhereReply extends im.LogOutEverywhereReply.$Properties {
    }

    /** Represents a LogOutEverywhereReply. */
    class LogOutEverywhereReply {

        /** Reflection-backed declarations are not constructable. Use LogOutEverywhereReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LogOutEverywhereReply sessionsEnded. */
        sessionsEnded: number;

        /**
         * Creates a new LogOutEverywhereReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LogOutEverywhereReply instance
         */
        static create(properties: im.LogOutEverywhereReply.$Shape): im.LogOutEverywhereReply & im.LogOutEverywhereReply.$Shape;
        static create(properties?: im.LogOutEverywhereReply.$Properties): im.LogOutEverywhereReply;

        /**
         * Encodes the specified LogOutEverywhereReply message. Does not implicitly {@link im.LogOutEverywhereReply.verify|verify} messages.
         * @param message LogOutEverywhereReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LogOutEverywhereReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LogOutEverywhereReply message, length delimited. Does not implicitly {@link im.LogOutEverywhereReply.verify|verify} messages.
         * @param message LogOutEverywhereReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LogOutEverywhereReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LogOutEverywhereReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LogOutEverywhereReply & im.LogOutEverywhereReply.$Shape} LogOutEverywhereReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LogOutEverywhereReply & im.LogOutEverywhereReply.$Shape;

        /**
         * Decodes a LogOutEverywhereReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LogOutEverywhereReply & im.LogOutEverywhereReply.$Shape} LogOutEverywhereReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LogOutEverywhereReply & im.LogOutEverywhereReply.$Shape;

        /**
         * Verifies a LogOutEverywhereReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LogOutEverywhereReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LogOutEverywhereReply
         */
        static fromObject(object: { [k: string]: any }): im.LogOutEverywhereReply;

        /**
         * Creates a plain object from a LogOutEverywhereReply message. Also converts values to other types if specified.
         * @param message LogOutEverywhereReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LogOutEverywhereReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LogOutEverywhereReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LogOutEverywhereReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LogOutEverywhereReply {

        /** Properties of a LogOutEverywhereReply. */
        interface $Properties {

            /** LogOutEverywhereReply sessionsEnded */
            sessionsEnded?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LogOutEverywhereReply. */
        type $Shape = im.LogOutEverywhereReply.$Properties;
    }

    /**
     * Properties of a ListSessionsRequest.
     * @deprecated Use im.ListSessionsRequest.$Properties instead.
     */
    interface IListSessionsRequest extends im.ListSessionsRequest.$Properties {
    }

    /** Represents a ListSessionsRequest. */
    class ListSessionsRequest {

        /** Reflection-backed declarations are not constructable. Use ListSessionsRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new ListSessionsRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListSessionsRequest instance
         */
        static create(properties: im.ListSessionsRequest.$Shape): im.ListSessionsRequest & im.ListSessionsRequest.$Shape;
        static create(properties?: im.ListSessionsRequest.$Properties): im.ListSessionsRequest;

        /**
         * Encodes the specified ListSessionsRequest message. Does not implicitly {@link im.ListSessionsRequest.verify|verify} messages.
         * @param message ListSessionsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListSessionsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListSessionsRequest message, length delimited. Does not implicitly {@link im.ListSessionsRequest.verify|verify} messages.
         * @param message ListSessionsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListSessionsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListSessionsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListSessionsRequest & im.ListSessionsRequest.$Shape} ListSessionsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListSessionsRequest & im.ListSessionsRequest.$Shape;

        /**
         * Decodes a ListSessionsRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListSessionsRequest & im.ListSessionsRequest.$Shape} ListSessionsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListSessionsRequest & im.ListSessionsRequest.$Shape;

        /**
         * Verifies a ListSessionsRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListSessionsRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListSessionsRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListSessionsRequest;

        /**
         * Creates a plain object from a ListSessionsRequest message. Also converts values to other types if specified.
         * @param message ListSessionsRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListSessionsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListSessionsRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListSessionsRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListSessionsRequest {

        /** Properties of a ListSessionsRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListSessionsRequest. */
        type $Shape = im.ListSessionsRequest.$Properties;
    }

    /**
     * Properties of a ListSessionsReply.
     * @deprecated Use im.ListSessionsReply.$Properties instead.
     */
    interface IListSessionsReply extends im.ListSessionsReply.$Properties {
    }

    /** Represents a ListSessionsReply. */
    class ListSessionsReply {

        /** Reflection-backed declarations are not constructable. Use ListSessionsReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListSessionsReply sessions. */
        sessions: im.SessionSummary.$Properties[];

        /**
         * Creates a new ListSessionsReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListSessionsReply instance
         */
        static create(properties: im.ListSessionsReply.$Shape): im.ListSessionsReply & im.ListSessionsReply.$Shape;
        static create(properties?: im.ListSessionsReply.$Properties): im.ListSessionsReply;

        /**
         * Encodes the specified ListSessionsReply message. Does not implicitly {@link im.ListSessionsReply.verify|verify} messages.
         * @param message ListSessionsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListSessionsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListSessionsReply message, length delimited. Does not implicitly {@link im.ListSessionsReply.verify|verify} messages.
         * @param message ListSessionsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListSessionsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListSessionsReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListSessionsReply & im.ListSessionsReply.$Shape} ListSessionsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListSessionsReply & im.ListSessionsReply.$Shape;

        /**
         * Decodes a ListSessionsReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListSessionsReply & im.ListSessionsReply.$Shape} ListSessionsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListSessionsReply & im.ListSessionsReply.$Shape;

        /**
         * Verifies a ListSessionsReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListSessionsReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListSessionsReply
         */
        static fromObject(object: { [k: string]: any }): im.ListSessionsReply;

        /**
         * Creates a plain object from a ListSessionsReply message. Also converts values to other types if specified.
         * @param message ListSessionsReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListSessionsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListSessionsReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListSessionsReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListSessionsReply {

        /** Properties of a ListSessionsReply. */
        interface $Properties {

            /** ListSessionsReply sessions */
            sessions?: (im.SessionSummary.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListSessionsReply. */
        type $Shape = im.ListSessionsReply.$Properties;
    }

    /**
     * Properties of a SessionSummary.
     * @deprecated Use im.SessionSummary.$Properties instead.
     */
    interface ISessionSummary extends im.SessionSummary.$Properties {
    }

    /** Represents a SessionSummary. */
    class SessionSummary {

        /** Reflection-backed declarations are not constructable. Use SessionSummary.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SessionSummary sessionId. */
        sessionId: string;

        /** SessionSummary deviceKind. */
        deviceKind: string;

        /** SessionSummary deviceName. */
        deviceName: string;

        /** SessionSummary openedAt. */
        openedAt: number;

        /** SessionSummary boundAt. */
        boundAt: number;

        /** SessionSummary current. */
        current: boolean;

        /**
         * Creates a new SessionSummary instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SessionSummary instance
         */
        static create(properties: im.SessionSummary.$Shape): im.SessionSummary & im.SessionSummary.$Shape;
        static create(properties?: im.SessionSummary.$Properties): im.SessionSummary;

        /**
         * Encodes the specified SessionSummary message. Does not implicitly {@link im.SessionSummary.verify|verify} messages.
         * @param message SessionSummary message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SessionSummary.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SessionSummary message, length delimited. Does not implicitly {@link im.SessionSummary.verify|verify} messages.
         * @param message SessionSummary message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SessionSummary.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SessionSummary message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SessionSummary & im.SessionSummary.$Shape} SessionSummary
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SessionSummary & im.SessionSummary.$Shape;

        /**
         * Decodes a SessionSummary message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SessionSummary & im.SessionSummary.$Shape} SessionSummary
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SessionSummary & im.SessionSummary.$Shape;

        /**
         * Verifies a SessionSummary message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SessionSummary message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SessionSummary
         */
        static fromObject(object: { [k: string]: any }): im.SessionSummary;

        /**
         * Creates a plain object from a SessionSummary message. Also converts values to other types if specified.
         * @param message SessionSummary
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SessionSummary, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SessionSummary to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SessionSummary
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SessionSummary {

        /** Properties of a SessionSummary. */
        interface $Properties {

            /** SessionSummary sessionId */
            sessionId?: (string|null);

            /** SessionSummary deviceKind */
            deviceKind?: (string|null);

            /** SessionSummary deviceName */
            deviceName?: (string|null);

            /** SessionSummary openedAt */
            openedAt?: (number|null);

            /** SessionSummary boundAt */
            boundAt?: (number|null);

            /** SessionSummary current */
            current?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SessionSummary. */
        type $Shape = im.SessionSummary.$Properties;
    }

    /**
     * Properties of an EndSessionRequest.
     * @deprecated Use im.EndSessionRequest.$Properties instead.
     */
    interface IEndSessionRequest extends im.EndSessionRequest.$Properties {
    }

    /** Represents an EndSessionRequest. */
    class EndSessionRequest {

        /** Reflection-backed declarations are not constructable. Use EndSessionRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** EndSessionRequest sessionId. */
        sessionId: string;

        /**
         * Creates a new EndSessionRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns EndSessionRequest instance
         */
        static create(properties: im.EndSessionRequest.$Shape): im.EndSessionRequest & im.EndSessionRequest.$Shape;
        static create(properties?: im.EndSessionRequest.$Properties): im.EndSessionRequest;

        /**
         * Encodes the specified EndSessionRequest message. Does not implicitly {@link im.EndSessionRequest.verify|verify} messages.
         * @param message EndSessionRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.EndSessionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified EndSessionRequest message, length delimited. Does not implicitly {@link im.EndSessionRequest.verify|verify} messages.
         * @param message EndSessionRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.EndSessionRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EndSessionRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.EndSessionRequest & im.EndSessionRequest.$Shape} EndSessionRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.EndSessionRequest & im.EndSessionRequest.$Shape;

        /**
         * Decodes an EndSessionRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.EndSessionRequest & im.EndSessionRequest.$Shape} EndSessionRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.EndSessionRequest & im.EndSessionRequest.$Shape;

        /**
         * Verifies an EndSessionRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an EndSessionRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns EndSessionRequest
         */
        static fromObject(object: { [k: string]: any }): im.EndSessionRequest;

        /**
         * Creates a plain object from an EndSessionRequest message. Also converts values to other types if specified.
         * @param message EndSessionRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.EndSessionRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this EndSessionRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for EndSessionRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace EndSessionRequest {

        /** Properties of an EndSessionRequest. */
        interface $Properties {

            /** EndSessionRequest sessionId */
            sessionId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EndSessionRequest. */
        type $Shape = im.EndSessionRequest.$Properties;
    }

    /**
     * Properties of an EndSessionReply.
     * @deprecated Use im.EndSessionReply.$Properties instead.
     */
    interface IEndSessionReply extends im.EndSessionReply.$Properties {
    }

    /** Represents an EndSessionReply. */
    class EndSessionReply {

        /** Reflection-backed declarations are not constructable. Use EndSessionReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new EndSessionReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns EndSessionReply instance
         */
        static create(properties: im.EndSessionReply.$Shape): im.EndSessionReply & im.EndSessionReply.$Shape;
        static create(properties?: im.EndSessionReply.$Properties): im.EndSessionReply;

        /**
         * Encodes the specified EndSessionReply message. Does not implicitly {@link im.EndSessionReply.verify|verify} messages.
         * @param message EndSessionReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.EndSessionReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified EndSessionReply message, length delimited. Does not implicitly {@link im.EndSessionReply.verify|verify} messages.
         * @param message EndSessionReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.EndSessionReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EndSessionReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.EndSessionReply & im.EndSessionReply.$Shape} EndSessionReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.EndSessionReply & im.EndSessionReply.$Shape;

        /**
         * Decodes an EndSessionReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.EndSessionReply & im.EndSessionReply.$Shape} EndSessionReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.EndSessionReply & im.EndSessionReply.$Shape;

        /**
         * Verifies an EndSessionReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an EndSessionReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns EndSessionReply
         */
        static fromObject(object: { [k: string]: any }): im.EndSessionReply;

        /**
         * Creates a plain object from an EndSessionReply message. Also converts values to other types if specified.
         * @param message EndSessionReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.EndSessionReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this EndSessionReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for EndSessionReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace EndSessionReply {

        /** Properties of an EndSessionReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EndSessionReply. */
        type $Shape = im.EndSessionReply.$Properties;
    }

    /**
     * Properties of a ChangePasswordRequest.
     * @deprecated Use im.ChangePasswordRequest.$Properties instead.
     */
    interface IChangePasswordRequest extends im.ChangePasswordRequest.$Properties {
    }

    /** Represents a ChangePasswordRequest. */
    class ChangePasswordRequest {

        /** Reflection-backed declarations are not constructable. Use ChangePasswordRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChangePasswordRequest clientRequestId. */
        clientRequestId: Uint8Array;

        /** ChangePasswordRequest currentPassword. */
        currentPassword: string;

        /** ChangePasswordRequest newPassword. */
        newPassword: string;

        /**
         * Creates a new ChangePasswordRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ChangePasswordRequest instance
         */
        static create(properties: im.ChangePasswordRequest.$Shape): im.ChangePasswordRequest & im.ChangePasswordRequest.$Shape;
        static create(properties?: im.ChangePasswordRequest.$Properties): im.ChangePasswordRequest;

        /**
         * Encodes the specified ChangePasswordRequest message. Does not implicitly {@link im.ChangePasswordRequest.verify|verify} messages.
         * @param message ChangePasswordRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ChangePasswordRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ChangePasswordRequest message, length delimited. Does not implicitly {@link im.ChangePasswordRequest.verify|verify} messages.
         * @param message ChangePasswordRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ChangePasswordRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChangePasswordRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ChangePasswordRequest & im.ChangePasswordRequest.$Shape} ChangePasswordRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ChangePasswordRequest & im.ChangePasswordRequest.$Shape;

        /**
         * Decodes a ChangePasswordRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ChangePasswordRequest & im.ChangePasswordRequest.$Shape} ChangePasswordRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ChangePasswordRequest & im.ChangePasswordRequest.$Shape;

        /**
         * Verifies a ChangePasswordRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ChangePasswordRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ChangePasswordRequest
         */
        static fromObject(object: { [k: string]: any }): im.ChangePasswordRequest;

        /**
         * Creates a plain object from a ChangePasswordRequest message. Also converts values to other types if specified.
         * @param message ChangePasswordRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ChangePasswordRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ChangePasswordRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ChangePasswordRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChangePasswordRequest {

        /** Properties of a ChangePasswordRequest. */
        interface $Properties {

            /** ChangePasswordRequest clientRequestId */
            clientRequestId?: (Uint8Array|null);

            /** ChangePasswordRequest currentPassword */
            currentPassword?: (string|null);

            /** ChangePasswordRequest newPassword */
            newPassword?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChangePasswordRequest. */
        type $Shape = im.ChangePasswordRequest.$Properties;
    }

    /**
     * Properties of a ChangePasswordReply.
     * @deprecated Use im.ChangePasswordReply.$Properties instead.
     */
    interface IChangePasswordReply extends im.ChangePasswordReply.$Properties {
    }

    /** Represents a ChangePasswordReply. */
    class ChangePasswordReply {

        /** Reflection-backed declarations are not constructable. Use ChangePasswordReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new ChangePasswordReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ChangePasswordReply instance
         */
        static create(properties: im.ChangePasswordReply.$Shape): im.ChangePasswordReply & im.ChangePasswordReply.$Shape;
        static create(properties?: im.ChangePasswordReply.$Properties): im.ChangePasswordReply;

        /**
         * Encodes the specified ChangePasswordReply message. Does not implicitly {@link im.ChangePasswordReply.verify|verify} messages.
         * @param message ChangePasswordReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ChangePasswordReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ChangePasswordReply message, length delimited. Does not implicitly {@link im.ChangePasswordReply.verify|verify} messages.
         * @param message ChangePasswordReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ChangePasswordReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChangePasswordReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ChangePasswordReply & im.ChangePasswordReply.$Shape} ChangePasswordReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ChangePasswordReply & im.ChangePasswordReply.$Shape;

        /**
         * Decodes a ChangePasswordReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ChangePasswordReply & im.ChangePasswordReply.$Shape} ChangePasswordReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ChangePasswordReply & im.ChangePasswordReply.$Shape;

        /**
         * Verifies a ChangePasswordReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ChangePasswordReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ChangePasswordReply
         */
        static fromObject(object: { [k: string]: any }): im.ChangePasswordReply;

        /**
         * Creates a plain object from a ChangePasswordReply message. Also converts values to other types if specified.
         * @param message ChangePasswordReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ChangePasswordReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ChangePasswordReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ChangePasswordReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChangePasswordReply {

        /** Properties of a ChangePasswordReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChangePasswordReply. */
        type $Shape = im.ChangePasswordReply.$Properties;
    }

    /**
     * Properties of a ResetPasswordRequest.
     * @deprecated Use im.ResetPasswordRequest.$Properties instead.
     */
    interface IResetPasswordRequest extends im.ResetPasswordRequest.$Properties {
    }

    /** Represents a ResetPasswordRequest. */
    class ResetPasswordRequest {

        /** Reflection-backed declarations are not constructable. Use ResetPasswordRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ResetPasswordRequest clientRequestId. */
        clientRequestId: Uint8Array;

        /** ResetPasswordRequest email. */
        email: string;

        /** ResetPasswordRequest code. */
        code: string;

        /** ResetPasswordRequest newPassword. */
        newPassword: string;

        /** ResetPasswordRequest requester. */
        requester: Uint8Array;

        /**
         * Creates a new ResetPasswordRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ResetPasswordRequest instance
         */
        static create(properties: im.ResetPasswordRequest.$Shape): im.ResetPasswordRequest & im.ResetPasswordRequest.$Shape;
        static create(properties?: im.ResetPasswordRequest.$Properties): im.ResetPasswordRequest;

        /**
         * Encodes the specified ResetPasswordRequest message. Does not implicitly {@link im.ResetPasswordRequest.verify|verify} messages.
         * @param message ResetPasswordRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ResetPasswordRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ResetPasswordRequest message, length delimited. Does not implicitly {@link im.ResetPasswordRequest.verify|verify} messages.
         * @param message ResetPasswordRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ResetPasswordRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ResetPasswordRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ResetPasswordRequest & im.ResetPasswordRequest.$Shape} ResetPasswordRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ResetPasswordRequest & im.ResetPasswordRequest.$Shape;

        /**
         * Decodes a ResetPasswordRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ResetPasswordRequest & im.ResetPasswordRequest.$Shape} ResetPasswordRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ResetPasswordRequest & im.ResetPasswordRequest.$Shape;

        /**
         * Verifies a ResetPasswordRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ResetPasswordRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ResetPasswordRequest
         */
        static fromObject(object: { [k: string]: any }): im.ResetPasswordRequest;

        /**
         * Creates a plain object from a ResetPasswordRequest message. Also converts values to other types if specified.
         * @param message ResetPasswordRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ResetPasswordRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ResetPasswordRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ResetPasswordRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ResetPasswordRequest {

        /** Properties of a ResetPasswordRequest. */
        interface $Properties {

            /** ResetPasswordRequest clientRequestId */
            clientRequestId?: (Uint8Array|null);

            /** ResetPasswordRequest email */
            email?: (string|null);

            /** ResetPasswordRequest code */
            code?: (string|null);

            /** ResetPasswordRequest newPassword */
            newPassword?: (string|null);

            /** ResetPasswordRequest requester */
            requester?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ResetPasswordRequest. */
        type $Shape = im.ResetPasswordRequest.$Properties;
    }

    /**
     * Properties of a ResetPasswordReply.
     * @deprecated Use im.ResetPasswordReply.$Properties instead.
     */
    interface IResetPasswordReply extends im.ResetPasswordReply.$Properties {
    }

    /** Represents a ResetPasswordReply. */
    class ResetPasswordReply {

        /** Reflection-backed declarations are not constructable. Use ResetPasswordReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ResetPasswordReply deviceToken. */
        deviceToken: string;

        /**
         * Creates a new ResetPasswordReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ResetPasswordReply instance
         */
        static create(properties: im.ResetPasswordReply.$Shape): im.ResetPasswordReply & im.ResetPasswordReply.$Shape;
        static create(properties?: im.ResetPasswordReply.$Properties): im.ResetPasswordReply;

        /**
         * Encodes the specified ResetPasswordReply message. Does not implicitly {@link im.ResetPasswordReply.verify|verify} messages.
         * @param message ResetPasswordReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ResetPasswordReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ResetPasswordReply message, length delimited. Does not implicitly {@link im.ResetPasswordReply.verify|verify} messages.
         * @param message ResetPasswordReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ResetPasswordReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ResetPasswordReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ResetPasswordReply & im.ResetPasswordReply.$Shape} ResetPasswordReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ResetPasswordReply & im.ResetPasswordReply.$Shape;

        /**
         * Decodes a ResetPasswordReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ResetPasswordReply & im.ResetPasswordReply.$Shape} ResetPasswordReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ResetPasswordReply & im.ResetPasswordReply.$Shape;

        /**
         * Verifies a ResetPasswordReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ResetPasswordReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ResetPasswordReply
         */
        static fromObject(object: { [k: string]: any }): im.ResetPasswordReply;

        /**
         * Creates a plain object from a ResetPasswordReply message. Also converts values to other types if specified.
         * @param message ResetPasswordReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ResetPasswordReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ResetPasswordReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ResetPasswordReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ResetPasswordReply {

        /** Properties of a ResetPasswordReply. */
        interface $Properties {

            /** ResetPasswordReply deviceToken */
            deviceToken?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ResetPasswordReply. */
        type $Shape = im.ResetPasswordReply.$Properties;
    }

    /**
     * Properties of a ChangeEmailRequest.
     * @deprecated Use im.ChangeEmailRequest.$Properties instead.
     */
    interface IChangeEmailRequest extends im.ChangeEmailRequest.$Properties {
    }

    /** Represents a ChangeEmailRequest. */
    class ChangeEmailRequest {

        /** Reflection-backed declarations are not constructable. Use ChangeEmailRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChangeEmailRequest clientRequestId. */
        clientRequestId: Uint8Array;

        /** ChangeEmailRequest email. */
        email: string;

        /** ChangeEmailRequest code. */
        code: string;

        /** ChangeEmailRequest password. */
        password: string;

        /** ChangeEmailRequest requester. */
        requester: Uint8Array;

        /**
         * Creates a new ChangeEmailRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ChangeEmailRequest instance
         */
        static create(properties: im.ChangeEmailRequest.$Shape): im.ChangeEmailRequest & im.ChangeEmailRequest.$Shape;
        static create(properties?: im.ChangeEmailRequest.$Properties): im.ChangeEmailRequest;

        /**
         * Encodes the specified ChangeEmailRequest message. Does not implicitly {@link im.ChangeEmailRequest.verify|verify} messages.
         * @param message ChangeEmailRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ChangeEmailRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ChangeEmailRequest message, length delimited. Does not implicitly {@link im.ChangeEmailRequest.verify|verify} messages.
         * @param message ChangeEmailRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ChangeEmailRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChangeEmailRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ChangeEmailRequest & im.ChangeEmailRequest.$Shape} ChangeEmailRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ChangeEmailRequest & im.ChangeEmailRequest.$Shape;

        /**
         * Decodes a ChangeEmailRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ChangeEmailRequest & im.ChangeEmailRequest.$Shape} ChangeEmailRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ChangeEmailRequest & im.ChangeEmailRequest.$Shape;

        /**
         * Verifies a ChangeEmailRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ChangeEmailRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ChangeEmailRequest
         */
        static fromObject(object: { [k: string]: any }): im.ChangeEmailRequest;

        /**
         * Creates a plain object from a ChangeEmailRequest message. Also converts values to other types if specified.
         * @param message ChangeEmailRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ChangeEmailRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ChangeEmailRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ChangeEmailRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChangeEmailRequest {

        /** Properties of a ChangeEmailRequest. */
        interface $Properties {

            /** ChangeEmailRequest clientRequestId */
            clientRequestId?: (Uint8Array|null);

            /** ChangeEmailRequest email */
            email?: (string|null);

            /** ChangeEmailRequest code */
            code?: (string|null);

            /** ChangeEmailRequest password */
            password?: (string|null);

            /** ChangeEmailRequest requester */
            requester?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChangeEmailRequest. */
        type $Shape = im.ChangeEmailRequest.$Properties;
    }

    /**
     * Properties of a ChangeEmailReply.
     * @deprecated Use im.ChangeEmailReply.$Properties instead.
     */
    interface IChangeEmailReply extends im.ChangeEmailReply.$Properties {
    }

    /** Represents a ChangeEmailReply. */
    class ChangeEmailReply {

        /** Reflection-backed declarations are not constructable. Use ChangeEmailReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new ChangeEmailReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ChangeEmailReply instance
         */
        static create(properties: im.ChangeEmailReply.$Shape): im.ChangeEmailReply & im.ChangeEmailReply.$Shape;
        static create(properties?: im.ChangeEmailReply.$Properties): im.ChangeEmailReply;

        /**
         * Encodes the specified ChangeEmailReply message. Does not implicitly {@link im.ChangeEmailReply.verify|verify} messages.
         * @param message ChangeEmailReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ChangeEmailReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ChangeEmailReply message, length delimited. Does not implicitly {@link im.ChangeEmailReply.verify|verify} messages.
         * @param message ChangeEmailReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ChangeEmailReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChangeEmailReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ChangeEmailReply & im.ChangeEmailReply.$Shape} ChangeEmailReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ChangeEmailReply & im.ChangeEmailReply.$Shape;

        /**
         * Decodes a ChangeEmailReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ChangeEmailReply & im.ChangeEmailReply.$Shape} ChangeEmailReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ChangeEmailReply & im.ChangeEmailReply.$Shape;

        /**
         * Verifies a ChangeEmailReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ChangeEmailReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ChangeEmailReply
         */
        static fromObject(object: { [k: string]: any }): im.ChangeEmailReply;

        /**
         * Creates a plain object from a ChangeEmailReply message. Also converts values to other types if specified.
         * @param message ChangeEmailReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ChangeEmailReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ChangeEmailReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ChangeEmailReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChangeEmailReply {

        /** Properties of a ChangeEmailReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChangeEmailReply. */
        type $Shape = im.ChangeEmailReply.$Properties;
    }

    /**
     * Properties of a DeleteAccountRequest.
     * @deprecated Use im.DeleteAccountRequest.$Properties instead.
     */
    interface IDeleteAccountRequest extends im.DeleteAccountRequest.$Properties {
    }

    /** Represents a DeleteAccountRequest. */
    class DeleteAccountRequest {

        /** Reflection-backed declarations are not constructable. Use DeleteAccountRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeleteAccountRequest password. */
        password: string;

        /**
         * Creates a new DeleteAccountRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DeleteAccountRequest instance
         */
        static create(properties: im.DeleteAccountRequest.$Shape): im.DeleteAccountRequest & im.DeleteAccountRequest.$Shape;
        static create(properties?: im.DeleteAccountRequest.$Properties): im.DeleteAccountRequest;

        /**
         * Encodes the specified DeleteAccountRequest message. Does not implicitly {@link im.DeleteAccountRequest.verify|verify} messages.
         * @param message DeleteAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DeleteAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DeleteAccountRequest message, length delimited. Does not implicitly {@link im.DeleteAccountRequest.verify|verify} messages.
         * @param message DeleteAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DeleteAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeleteAccountRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DeleteAccountRequest & im.DeleteAccountRequest.$Shape} DeleteAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DeleteAccountRequest & im.DeleteAccountRequest.$Shape;

        /**
         * Decodes a DeleteAccountRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DeleteAccountRequest & im.DeleteAccountRequest.$Shape} DeleteAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DeleteAccountRequest & im.DeleteAccountRequest.$Shape;

        /**
         * Verifies a DeleteAccountRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DeleteAccountRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DeleteAccountRequest
         */
        static fromObject(object: { [k: string]: any }): im.DeleteAccountRequest;

        /**
         * Creates a plain object from a DeleteAccountRequest message. Also converts values to other types if specified.
         * @param message DeleteAccountRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DeleteAccountRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DeleteAccountRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DeleteAccountRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DeleteAccountRequest {

        /** Properties of a DeleteAccountRequest. */
        interface $Properties {

            /** DeleteAccountRequest password */
            password?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeleteAccountRequest. */
        type $Shape = im.DeleteAccountRequest.$Properties;
    }

    /**
     * Properties of a DeleteAccountReply.
     * @deprecated Use im.DeleteAccountReply.$Properties instead.
     */
    interface IDeleteAccountReply extends im.DeleteAccountReply.$Properties {
    }

    /** Represents a DeleteAccountReply. */
    class DeleteAccountReply {

        /** Reflection-backed declarations are not constructable. Use DeleteAccountReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new DeleteAccountReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DeleteAccountReply instance
         */
        static create(properties: im.DeleteAccountReply.$Shape): im.DeleteAccountReply & im.DeleteAccountReply.$Shape;
        static create(properties?: im.DeleteAccountReply.$Properties): im.DeleteAccountReply;

        /**
         * Encodes the specified DeleteAccountReply message. Does not implicitly {@link im.DeleteAccountReply.verify|verify} messages.
         * @param message DeleteAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DeleteAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DeleteAccountReply message, length delimited. Does not implicitly {@link im.DeleteAccountReply.verify|verify} messages.
         * @param message DeleteAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DeleteAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeleteAccountReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DeleteAccountReply & im.DeleteAccountReply.$Shape} DeleteAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DeleteAccountReply & im.DeleteAccountReply.$Shape;

        /**
         * Decodes a DeleteAccountReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DeleteAccountReply & im.DeleteAccountReply.$Shape} DeleteAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DeleteAccountReply & im.DeleteAccountReply.$Shape;

        /**
         * Verifies a DeleteAccountReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DeleteAccountReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DeleteAccountReply
         */
        static fromObject(object: { [k: string]: any }): im.DeleteAccountReply;

        /**
         * Creates a plain object from a DeleteAccountReply message. Also converts values to other types if specified.
         * @param message DeleteAccountReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DeleteAccountReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DeleteAccountReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DeleteAccountReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DeleteAccountReply {

        /** Properties of a DeleteAccountReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeleteAccountReply. */
        type $Shape = im.DeleteAccountReply.$Properties;
    }

    /**
     * Properties of an ExportAccountRequest.
     * @deprecated Use im.ExportAccountRequest.$Properties instead.
     */
    interface IExportAccountRequest extends im.ExportAccountRequest.$Properties {
    }

    /** Represents an ExportAccountRequest. */
    class ExportAccountRequest {

        /** Reflection-backed declarations are not constructable. Use ExportAccountRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new ExportAccountRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ExportAccountRequest instance
         */
        static create(properties: im.ExportAccountRequest.$Shape): im.ExportAccountRequest & im.ExportAccountRequest.$Shape;
        static create(properties?: im.ExportAccountRequest.$Properties): im.ExportAccountRequest;

        /**
         * Encodes the specified ExportAccountRequest message. Does not implicitly {@link im.ExportAccountRequest.verify|verify} messages.
         * @param message ExportAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ExportAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ExportAccountRequest message, length delimited. Does not implicitly {@link im.ExportAccountRequest.verify|verify} messages.
         * @param message ExportAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ExportAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an ExportAccountRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ExportAccountRequest & im.ExportAccountRequest.$Shape} ExportAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ExportAccountRequest & im.ExportAccountRequest.$Shape;

        /**
         * Decodes an ExportAccountRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ExportAccountRequest & im.ExportAccountRequest.$Shape} ExportAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ExportAccountRequest & im.ExportAccountRequest.$Shape;

        /**
         * Verifies an ExportAccountRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an ExportAccountRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ExportAccountRequest
         */
        static fromObject(object: { [k: string]: any }): im.ExportAccountRequest;

        /**
         * Creates a plain object from an ExportAccountRequest message. Also converts values to other types if specified.
         * @param message ExportAccountRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ExportAccountRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ExportAccountRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ExportAccountRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ExportAccountRequest {

        /** Properties of an ExportAccountRequest. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an ExportAccountRequest. */
        type $Shape = im.ExportAccountRequest.$Properties;
    }

    /**
     * Properties of an ExportAccountReply.
     * @deprecated Use im.ExportAccountReply.$Properties instead.
     */
    interface IExportAccountReply extends im.ExportAccountReply.$Properties {
    }

    /** Represents an ExportAccountReply. */
    class ExportAccountReply {

        /** Reflection-backed declarations are not constructable. Use ExportAccountReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ExportAccountReply userId. */
        userId: string;

        /** ExportAccountReply name. */
        name: string;

        /** ExportAccountReply email. */
        email: string;

        /** ExportAccountReply registeredAt. */
        registeredAt: number;

        /** ExportAccountReply sessions. */
        sessions: im.SessionSummary.$Properties[];

        /**
         * Creates a new ExportAccountReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ExportAccountReply instance
         */
        static create(properties: im.ExportAccountReply.$Shape): im.ExportAccountReply & im.ExportAccountReply.$Shape;
        static create(properties?: im.ExportAccountReply.$Properties): im.ExportAccountReply;

        /**
         * Encodes the specified ExportAccountReply message. Does not implicitly {@link im.ExportAccountReply.verify|verify} messages.
         * @param message ExportAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ExportAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ExportAccountReply message, length delimited. Does not implicitly {@link im.ExportAccountReply.verify|verify} messages.
         * @param message ExportAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ExportAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an ExportAccountReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ExportAccountReply & im.ExportAccountReply.$Shape} ExportAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ExportAccountReply & im.ExportAccountReply.$Shape;

        /**
         * Decodes an ExportAccountReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ExportAccountReply & im.ExportAccountReply.$Shape} ExportAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ExportAccountReply & im.ExportAccountReply.$Shape;

        /**
         * Verifies an ExportAccountReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an ExportAccountReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ExportAccountReply
         */
        static fromObject(object: { [k: string]: any }): im.ExportAccountReply;

        /**
         * Creates a plain object from an ExportAccountReply message. Also converts values to other types if specified.
         * @param message ExportAccountReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ExportAccountReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ExportAccountReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ExportAccountReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ExportAccountReply {

        /** Properties of an ExportAccountReply. */
        interface $Properties {

            /** ExportAccountReply userId */
            userId?: (string|null);

            /** ExportAccountReply name */
            name?: (string|null);

            /** ExportAccountReply email */
            email?: (string|null);

            /** ExportAccountReply registeredAt */
            registeredAt?: (number|null);

            /** ExportAccountReply sessions */
            sessions?: (im.SessionSummary.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an ExportAccountReply. */
        type $Shape = im.ExportAccountReply.$Properties;
    }

    /**
     * Properties of a DisableAccountRequest.
     * @deprecated Use im.DisableAccountRequest.$Properties instead.
     */
    interface IDisableAccountRequest extends im.DisableAccountRequest.$Properties {
    }

    /** Represents a DisableAccountRequest. */
    class DisableAccountRequest {

        /** Reflection-backed declarations are not constructable. Use DisableAccountRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DisableAccountRequest account. */
        account: string;

        /** DisableAccountRequest disabled. */
        disabled: boolean;

        /**
         * Creates a new DisableAccountRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DisableAccountRequest instance
         */
        static create(properties: im.DisableAccountRequest.$Shape): im.DisableAccountRequest & im.DisableAccountRequest.$Shape;
        static create(properties?: im.DisableAccountRequest.$Properties): im.DisableAccountRequest;

        /**
         * Encodes the specified DisableAccountRequest message. Does not implicitly {@link im.DisableAccountRequest.verify|verify} messages.
         * @param message DisableAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DisableAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DisableAccountRequest message, length delimited. Does not implicitly {@link im.DisableAccountRequest.verify|verify} messages.
         * @param message DisableAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DisableAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DisableAccountRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DisableAccountRequest & im.DisableAccountRequest.$Shape} DisableAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DisableAccountRequest & im.DisableAccountRequest.$Shape;

        /**
         * Decodes a DisableAccountRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DisableAccountRequest & im.DisableAccountRequest.$Shape} DisableAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DisableAccountRequest & im.DisableAccountRequest.$Shape;

        /**
         * Verifies a DisableAccountRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DisableAccountRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DisableAccountRequest
         */
        static fromObject(object: { [k: string]: any }): im.DisableAccountRequest;

        /**
         * Creates a plain object from a DisableAccountRequest message. Also converts values to other types if specified.
         * @param message DisableAccountRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DisableAccountRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DisableAccountRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DisableAccountRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DisableAccountRequest {

        /** Properties of a DisableAccountRequest. */
        interface $Properties {

            /** DisableAccountRequest account */
            account?: (string|null);

            /** DisableAccountRequest disabled */
            disabled?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DisableAccountRequest. */
        type $Shape = im.DisableAccountRequest.$Properties;
    }

    /**
     * Properties of a DisableAccountReply.
     * @deprecated Use im.DisableAccountReply.$Properties instead.
     */
    interface IDisableAccountReply extends im.DisableAccountReply.$Properties {
    }

    /** Represents a DisableAccountReply. */
    class DisableAccountReply {

        /** Reflection-backed declarations are not constructable. Use DisableAccountReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DisableAccountReply userId. */
        userId: string;

        /** DisableAccountReply sessionsEnded. */
        sessionsEnded: number;

        /**
         * Creates a new DisableAccountReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DisableAccountReply instance
         */
        static create(properties: im.DisableAccountReply.$Shape): im.DisableAccountReply & im.DisableAccountReply.$Shape;
        static create(properties?: im.DisableAccountReply.$Properties): im.DisableAccountReply;

        /**
         * Encodes the specified DisableAccountReply message. Does not implicitly {@link im.DisableAccountReply.verify|verify} messages.
         * @param message DisableAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DisableAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DisableAccountReply message, length delimited. Does not implicitly {@link im.DisableAccountReply.verify|verify} messages.
         * @param message DisableAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DisableAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DisableAccountReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DisableAccountReply & im.DisableAccountReply.$Shape} DisableAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DisableAccountReply & im.DisableAccountReply.$Shape;

        /**
         * Decodes a DisableAccountReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DisableAccountReply & im.DisableAccountReply.$Shape} DisableAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DisableAccountReply & im.DisableAccountReply.$Shape;

        /**
         * Verifies a DisableAccountReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DisableAccountReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DisableAccountReply
         */
        static fromObject(object: { [k: string]: any }): im.DisableAccountReply;

        /**
         * Creates a plain object from a DisableAccountReply message. Also converts values to other types if specified.
         * @param message DisableAccountReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DisableAccountReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DisableAccountReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DisableAccountReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DisableAccountReply {

        /** Properties of a DisableAccountReply. */
        interface $Properties {

            /** DisableAccountReply userId */
            userId?: (string|null);

            /** DisableAccountReply sessionsEnded */
            sessionsEnded?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DisableAccountReply. */
        type $Shape = im.DisableAccountReply.$Properties;
    }

    /**
     * Properties of an InspectAccountRequest.
     * @deprecated Use im.InspectAccountRequest.$Properties instead.
     */
    interface IInspectAccountRequest extends im.InspectAccountRequest.$Properties {
    }

    /** Represents an InspectAccountRequest. */
    class InspectAccountRequest {

        /** Reflection-backed declarations are not constructable. Use InspectAccountRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InspectAccountRequest account. */
        account: string;

        /**
         * Creates a new InspectAccountRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InspectAccountRequest instance
         */
        static create(properties: im.InspectAccountRequest.$Shape): im.InspectAccountRequest & im.InspectAccountRequest.$Shape;
        static create(properties?: im.InspectAccountRequest.$Properties): im.InspectAccountRequest;

        /**
         * Encodes the specified InspectAccountRequest message. Does not implicitly {@link im.InspectAccountRequest.verify|verify} messages.
         * @param message InspectAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.InspectAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified InspectAccountRequest message, length delimited. Does not implicitly {@link im.InspectAccountRequest.verify|verify} messages.
         * @param message InspectAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.InspectAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InspectAccountRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.InspectAccountRequest & im.InspectAccountRequest.$Shape} InspectAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InspectAccountRequest & im.InspectAccountRequest.$Shape;

        /**
         * Decodes an InspectAccountRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.InspectAccountRequest & im.InspectAccountRequest.$Shape} InspectAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InspectAccountRequest & im.InspectAccountRequest.$Shape;

        /**
         * Verifies an InspectAccountRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an InspectAccountRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns InspectAccountRequest
         */
        static fromObject(object: { [k: string]: any }): im.InspectAccountRequest;

        /**
         * Creates a plain object from an InspectAccountRequest message. Also converts values to other types if specified.
         * @param message InspectAccountRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.InspectAccountRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this InspectAccountRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for InspectAccountRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace InspectAccountRequest {

        /** Properties of an InspectAccountRequest. */
        interface $Properties {

            /** InspectAccountRequest account */
            account?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InspectAccountRequest. */
        type $Shape = im.InspectAccountRequest.$Properties;
    }

    /**
     * Properties of an InspectAccountReply.
     * @deprecated Use im.InspectAccountReply.$Properties instead.
     */
    interface IInspectAccountReply extends im.InspectAccountReply.$Properties {
    }

    /** Represents an InspectAccountReply. */
    class InspectAccountReply {

        /** Reflection-backed declarations are not constructable. Use InspectAccountReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InspectAccountReply userId. */
        userId: string;

        /** InspectAccountReply name. */
        name: string;

        /** InspectAccountReply email. */
        email: string;

        /** InspectAccountReply disabled. */
        disabled: boolean;

        /** InspectAccountReply registeredAt. */
        registeredAt: number;

        /** InspectAccountReply sessions. */
        sessions: im.SessionSummary.$Properties[];

        /**
         * Creates a new InspectAccountReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InspectAccountReply instance
         */
        static create(properties: im.InspectAccountReply.$Shape): im.InspectAccountReply & im.InspectAccountReply.$Shape;
        static create(properties?: im.InspectAccountReply.$Properties): im.InspectAccountReply;

        /**
         * Encodes the specified InspectAccountReply message. Does not implicitly {@link im.InspectAccountReply.verify|verify} messages.
         * @param message InspectAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.InspectAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified InspectAccountReply message, length delimited. Does not implicitly {@link im.InspectAccountReply.verify|verify} messages.
         * @param message InspectAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.InspectAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InspectAccountReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.InspectAccountReply & im.InspectAccountReply.$Shape} InspectAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InspectAccountReply & im.InspectAccountReply.$Shape;

        /**
         * Decodes an InspectAccountReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.InspectAccountReply & im.InspectAccountReply.$Shape} InspectAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InspectAccountReply & im.InspectAccountReply.$Shape;

        /**
         * Verifies an InspectAccountReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an InspectAccountReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns InspectAccountReply
         */
        static fromObject(object: { [k: string]: any }): im.InspectAccountReply;

        /**
         * Creates a plain object from an InspectAccountReply message. Also converts values to other types if specified.
         * @param message InspectAccountReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.InspectAccountReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this InspectAccountReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for InspectAccountReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace InspectAccountReply {

        /** Properties of an InspectAccountReply. */
        interface $Properties {

            /** InspectAccountReply userId */
            userId?: (string|null);

            /** InspectAccountReply name */
            name?: (string|null);

            /** InspectAccountReply email */
            email?: (string|null);

            /** InspectAccountReply disabled */
            disabled?: (boolean|null);

            /** InspectAccountReply registeredAt */
            registeredAt?: (number|null);

            /** InspectAccountReply sessions */
            sessions?: (im.SessionSummary.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InspectAccountReply. */
        type $Shape = im.InspectAccountReply.$Properties;
    }

    /**
     * Properties of an EndSessionsRequest.
     * @deprecated Use im.EndSessionsRequest.$Properties instead.
     */
    interface IEndSessionsRequest extends im.EndSessionsRequest.$Properties {
    }

    /** Represents an EndSessionsRequest. */
    class EndSessionsRequest {

        /** Reflection-backed declarations are not constructable. Use EndSessionsRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** EndSessionsRequest account. */
        account: string;

        /** EndSessionsRequest sessionId. */
        sessionId: string;

        /**
         * Creates a new EndSessionsRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns EndSessionsRequest instance
         */
        static create(properties: im.EndSessionsRequest.$Shape): im.EndSessionsRequest & im.EndSessionsRequest.$Shape;
        static create(properties?: im.EndSessionsRequest.$Properties): im.EndSessionsRequest;

        /**
         * Encodes the specified EndSessionsRequest message. Does not implicitly {@link im.EndSessionsRequest.verify|verify} messages.
         * @param message EndSessionsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.EndSessionsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified EndSessionsRequest message, length delimited. Does not implicitly {@link im.EndSessionsRequest.verify|verify} messages.
         * @param message EndSessionsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.EndSessionsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EndSessionsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.EndSessionsRequest & im.EndSessionsRequest.$Shape} EndSessionsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.EndSessionsRequest & im.EndSessionsRequest.$Shape;

        /**
         * Decodes an EndSessionsRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.EndSessionsRequest & im.EndSessionsRequest.$Shape} EndSessionsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.EndSessionsRequest & im.EndSessionsRequest.$Shape;

        /**
         * Verifies an EndSessionsRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an EndSessionsRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns EndSessionsRequest
         */
        static fromObject(object: { [k: string]: any }): im.EndSessionsRequest;

        /**
         * Creates a plain object from an EndSessionsRequest message. Also converts values to other types if specified.
         * @param message EndSessionsRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.EndSessionsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this EndSessionsRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for EndSessionsRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace EndSessionsRequest {

        /** Properties of an EndSessionsRequest. */
        interface $Properties {

            /** EndSessionsRequest account */
            account?: (string|null);

            /** EndSessionsRequest sessionId */
            sessionId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EndSessionsRequest. */
        type $Shape = im.EndSessionsRequest.$Properties;
    }

    /**
     * Properties of an EndSessionsReply.
     * @deprecated Use im.EndSessionsReply.$Properties instead.
     */
    interface IEndSessionsReply extends im.EndSessionsReply.$Properties {
    }

    /** Represents an EndSessionsReply. */
    class EndSessionsReply {

        /** Reflection-backed declarations are not constructable. Use EndSessionsReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** EndSessionsReply userId. */
        userId: string;

        /** EndSessionsReply sessionsEnded. */
        sessionsEnded: number;

        /**
         * Creates a new EndSessionsReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns EndSessionsReply instance
         */
        static create(properties: im.EndSessionsReply.$Shape): im.EndSessionsReply & im.EndSessionsReply.$Shape;
        static create(properties?: im.EndSessionsReply.$Properties): im.EndSessionsReply;

        /**
         * Encodes the specified EndSessionsReply message. Does not implicitly {@link im.EndSessionsReply.verify|verify} messages.
         * @param message EndSessionsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.EndSessionsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified EndSessionsReply message, length delimited. Does not implicitly {@link im.EndSessionsReply.verify|verify} messages.
         * @param message EndSessionsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.EndSessionsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EndSessionsReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.EndSessionsReply & im.EndSessionsReply.$Shape} EndSessionsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.EndSessionsReply & im.EndSessionsReply.$Shape;

        /**
         * Decodes an EndSessionsReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.EndSessionsReply & im.EndSessionsReply.$Shape} EndSessionsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.EndSessionsReply & im.EndSessionsReply.$Shape;

        /**
         * Verifies an EndSessionsReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an EndSessionsReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns EndSessionsReply
         */
        static fromObject(object: { [k: string]: any }): im.EndSessionsReply;

        /**
         * Creates a plain object from an EndSessionsReply message. Also converts values to other types if specified.
         * @param message EndSessionsReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.EndSessionsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this EndSessionsReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for EndSessionsReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace EndSessionsReply {

        /** Properties of an EndSessionsReply. */
        interface $Properties {

            /** EndSessionsReply userId */
            userId?: (string|null);

            /** EndSessionsReply sessionsEnded */
            sessionsEnded?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EndSessionsReply. */
        type $Shape = im.EndSessionsReply.$Properties;
    }

    /**
     * Properties of a RemoveAccountRequest.
     * @deprecated Use im.RemoveAccountRequest.$Properties instead.
     */
    interface IRemoveAccountRequest extends im.RemoveAccountRequest.$Properties {
    }

    /** Represents a RemoveAccountRequest. */
    class RemoveAccountRequest {

        /** Reflection-backed declarations are not constructable. Use RemoveAccountRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RemoveAccountRequest account. */
        account: string;

        /**
         * Creates a new RemoveAccountRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RemoveAccountRequest instance
         */
        static create(properties: im.RemoveAccountRequest.$Shape): im.RemoveAccountRequest & im.RemoveAccountRequest.$Shape;
        static create(properties?: im.RemoveAccountRequest.$Properties): im.RemoveAccountRequest;

        /**
         * Encodes the specified RemoveAccountRequest message. Does not implicitly {@link im.RemoveAccountRequest.verify|verify} messages.
         * @param message RemoveAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RemoveAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RemoveAccountRequest message, length delimited. Does not implicitly {@link im.RemoveAccountRequest.verify|verify} messages.
         * @param message RemoveAccountRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RemoveAccountRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RemoveAccountRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RemoveAccountRequest & im.RemoveAccountRequest.$Shape} RemoveAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RemoveAccountRequest & im.RemoveAccountRequest.$Shape;

        /**
         * Decodes a RemoveAccountRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RemoveAccountRequest & im.RemoveAccountRequest.$Shape} RemoveAccountRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RemoveAccountRequest & im.RemoveAccountRequest.$Shape;

        /**
         * Verifies a RemoveAccountRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RemoveAccountRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RemoveAccountRequest
         */
        static fromObject(object: { [k: string]: any }): im.RemoveAccountRequest;

        /**
         * Creates a plain object from a RemoveAccountRequest message. Also converts values to other types if specified.
         * @param message RemoveAccountRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RemoveAccountRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RemoveAccountRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RemoveAccountRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RemoveAccountRequest {

        /** Properties of a RemoveAccountRequest. */
        interface $Properties {

            /** RemoveAccountRequest account */
            account?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RemoveAccountRequest. */
        type $Shape = im.RemoveAccountRequest.$Properties;
    }

    /**
     * Properties of a RemoveAccountReply.
     * @deprecated Use im.RemoveAccountReply.$Properties instead.
     */
    interface IRemoveAccountReply extends im.RemoveAccountReply.$Properties {
    }

    /** Represents a RemoveAccountReply. */
    class RemoveAccountReply {

        /** Reflection-backed declarations are not constructable. Use RemoveAccountReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RemoveAccountReply userId. */
        userId: string;

        /** RemoveAccountReply sessionsEnded. */
        sessionsEnded: number;

        /**
         * Creates a new RemoveAccountReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RemoveAccountReply instance
         */
        static create(properties: im.RemoveAccountReply.$Shape): im.RemoveAccountReply & im.RemoveAccountReply.$Shape;
        static create(properties?: im.RemoveAccountReply.$Properties): im.RemoveAccountReply;

        /**
         * Encodes the specified RemoveAccountReply message. Does not implicitly {@link im.RemoveAccountReply.verify|verify} messages.
         * @param message RemoveAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RemoveAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RemoveAccountReply message, length delimited. Does not implicitly {@link im.RemoveAccountReply.verify|verify} messages.
         * @param message RemoveAccountReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RemoveAccountReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RemoveAccountReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RemoveAccountReply & im.RemoveAccountReply.$Shape} RemoveAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RemoveAccountReply & im.RemoveAccountReply.$Shape;

        /**
         * Decodes a RemoveAccountReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RemoveAccountReply & im.RemoveAccountReply.$Shape} RemoveAccountReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RemoveAccountReply & im.RemoveAccountReply.$Shape;

        /**
         * Verifies a RemoveAccountReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RemoveAccountReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RemoveAccountReply
         */
        static fromObject(object: { [k: string]: any }): im.RemoveAccountReply;

        /**
         * Creates a plain object from a RemoveAccountReply message. Also converts values to other types if specified.
         * @param message RemoveAccountReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RemoveAccountReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RemoveAccountReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RemoveAccountReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RemoveAccountReply {

        /** Properties of a RemoveAccountReply. */
        interface $Properties {

            /** RemoveAccountReply userId */
            userId?: (string|null);

            /** RemoveAccountReply sessionsEnded */
            sessionsEnded?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RemoveAccountReply. */
        type $Shape = im.RemoveAccountReply.$Properties;
    }

    /** Access enum. */
    enum Access {

        /** ACCESS_UNSPECIFIED value */
        ACCESS_UNSPECIFIED = 0,

        /** USER value */
        USER = 1,

        /** PUBLIC value */
        PUBLIC = 2,

        /** INTERNAL value */
        INTERNAL = 3
    }

    /** TextRule enum. */
    enum TextRule {

        /** TEXT_RULE_UNSPECIFIED value */
        TEXT_RULE_UNSPECIFIED = 0,

        /** OPAQUE value */
        OPAQUE = 1,

        /** FORMAT value */
        FORMAT = 2,

        /** LINE value */
        LINE = 3,

        /** PARAGRAPHS value */
        PARAGRAPHS = 4,

        /** LABEL value */
        LABEL = 5
    }

    /** Code enum. */
    enum Code {

        /** CODE_UNSPECIFIED value */
        CODE_UNSPECIFIED = 0,

        /** UNKNOWN_ROUTE value */
        UNKNOWN_ROUTE = 1,

        /** NOT_LOGGED_IN value */
        NOT_LOGGED_IN = 2,

        /** ALREADY_LOGGED_IN value */
        ALREADY_LOGGED_IN = 3,

        /** FORBIDDEN value */
        FORBIDDEN = 4,

        /** UNAVAILABLE value */
        UNAVAILABLE = 5,

        /** BUSY value */
        BUSY = 6,

        /** BAD_REQUEST_ID value */
        BAD_REQUEST_ID = 7,

        /** BAD_PAYLOAD value */
        BAD_PAYLOAD = 20,

        /** EXPIRED value */
        EXPIRED = 21,

        /** INTERNAL_ERROR value */
        INTERNAL_ERROR = 22,

        /** BAD_ARGUMENT value */
        BAD_ARGUMENT = 23,

        /** BAD_TEXT value */
        BAD_TEXT = 24,

        /** BAD_NAME value */
        BAD_NAME = 100,

        /** NAME_TAKEN value */
        NAME_TAKEN = 101,

        /** BAD_PASSWORD value */
        BAD_PASSWORD = 102,

        /** WRONG_CREDENTIALS value */
        WRONG_CREDENTIALS = 103,

        /** BAD_TOKEN value */
        BAD_TOKEN = 104,

        /** TOO_MANY_TRIES value */
        TOO_MANY_TRIES = 105,

        /** BAD_ADDRESS value */
        BAD_ADDRESS = 106,

        /** WRONG_CODE value */
        WRONG_CODE = 107,

        /** ACCOUNT_DISABLED value */
        ACCOUNT_DISABLED = 108,

        /** NO_SUCH_SESSION value */
        NO_SUCH_SESSION = 109,

        /** NAME_TOO_SIMILAR value */
        NAME_TOO_SIMILAR = 110,

        /** NAME_INVISIBLE value */
        NAME_INVISIBLE = 111,

        /** NAME_MIXES_SCRIPTS value */
        NAME_MIXES_SCRIPTS = 112,

        /** NO_SUCH_USER value */
        NO_SUCH_USER = 200,

        /** NO_SUCH_CONVERSATION value */
        NO_SUCH_CONVERSATION = 201,

        /** BAD_MESSAGE_ID value */
        BAD_MESSAGE_ID = 202,

        /** ID_REUSED value */
        ID_REUSED = 203,

        /** TEXT_EMPTY value */
        TEXT_EMPTY = 204,

        /** TEXT_TOO_LONG value */
        TEXT_TOO_LONG = 205,

        /** BAD_LIMIT value */
        BAD_LIMIT = 206,

        /** BLOCKED value */
        BLOCKED = 207,

        /** NOT_FRIENDS value */
        NOT_FRIENDS = 208,

        /** ALREADY_FRIENDS value */
        ALREADY_FRIENDS = 209,

        /** NO_SUCH_REQUEST value */
        NO_SUCH_REQUEST = 210,

        /** NO_SUCH_GROUP value */
        NO_SUCH_GROUP = 211,

        /** NOT_ALLOWED value */
        NOT_ALLOWED = 212,

        /** NOT_A_MEMBER value */
        NOT_A_MEMBER = 213,

        /** GROUP_TOO_LARGE value */
        GROUP_TOO_LARGE = 214,

        /** OWNER_STAYS value */
        OWNER_STAYS = 215,

        /** MUTED value */
        MUTED = 216,

        /** NO_SUCH_MESSAGE value */
        NO_SUCH_MESSAGE = 217,

        /** NOT_YOURS value */
        NOT_YOURS = 218,

        /** TOO_LATE value */
        TOO_LATE = 219,

        /** BAD_BODY value */
        BAD_BODY = 220,

        /** BAD_REACTION value */
        BAD_REACTION = 221,

        /** BANNED value */
        BANNED = 222,

        /** TOO_MANY_REQUESTS value */
        TOO_MANY_REQUESTS = 300,

        /** MAIL_FAILED value */
        MAIL_FAILED = 301
    }

    /** Retry enum. */
    enum Retry {

        /** NEVER value */
        NEVER = 0,

        /** RESEND value */
        RESEND = 1
    }

    /**
     * Properties of a Failure.
     * @deprecated Use im.Failure.$Properties instead.
     */
    interface IFailure extends im.Failure.$Properties {
    }

    /** Represents a Failure. */
    class Failure {

        /** Reflection-backed declarations are not constructable. Use Failure.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Failure code. */
        code: im.Code;

        /** Failure message. */
        message: string;

        /** Failure retry. */
        retry: im.Retry;

        /** Failure retryAfterMs. */
        retryAfterMs: number;

        /** Failure suggestion. */
        suggestion: string;

        /**
         * Creates a new Failure instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Failure instance
         */
        static create(properties: im.Failure.$Shape): im.Failure & im.Failure.$Shape;
        static create(properties?: im.Failure.$Properties): im.Failure;

        /**
         * Encodes the specified Failure message. Does not implicitly {@link im.Failure.verify|verify} messages.
         * @param message Failure message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Failure message, length delimited. Does not implicitly {@link im.Failure.verify|verify} messages.
         * @param message Failure message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Failure.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Failure message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Failure & im.Failure.$Shape} Failure
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Failure & im.Failure.$Shape;

        /**
         * Decodes a Failure message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Failure & im.Failure.$Shape} Failure
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Failure & im.Failure.$Shape;

        /**
         * Verifies a Failure message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Failure message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Failure
         */
        static fromObject(object: { [k: string]: any }): im.Failure;

        /**
         * Creates a plain object from a Failure message. Also converts values to other types if specified.
         * @param message Failure
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Failure, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Failure to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Failure
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Failure {

        /** Properties of a Failure. */
        interface $Properties {

            /** Failure code */
            code?: (im.Code|null);

            /** Failure message */
            message?: (string|null);

            /** Failure retry */
            retry?: (im.Retry|null);

            /** Failure retryAfterMs */
            retryAfterMs?: (number|null);

            /** Failure suggestion */
            suggestion?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Failure. */
        type $Shape = im.Failure.$Properties;
    }

    /** CloseReason enum. */
    enum CloseReason {

        /** CLOSE_REASON_UNSPECIFIED value */
        CLOSE_REASON_UNSPECIFIED = 0,

        /** GATE_STOPPING value */
        GATE_STOPPING = 1,

        /** IDLE_TIMEOUT value */
        IDLE_TIMEOUT = 2,

        /** LOG_IN_TIMEOUT value */
        LOG_IN_TIMEOUT = 3,

        /** BAD_FRAME value */
        BAD_FRAME = 4,

        /** FRAME_TOO_LARGE value */
        FRAME_TOO_LARGE = 5,

        /** UNSUPPORTED_VERSION value */
        UNSUPPORTED_VERSION = 6,

        /** SLOW_READER value */
        SLOW_READER = 7,

        /** FLOODING value */
        FLOODING = 8,

        /** SESSION_REPLACED value */
        SESSION_REPLACED = 9,

        /** LOGGED_OUT value */
        LOGGED_OUT = 10,

        /** SESSION_ENDED value */
        SESSION_ENDED = 11,

        /** GATE_FULL value */
        GATE_FULL = 12,

        /** DEVICE_REPLACED value */
        DEVICE_REPLACED = 13,

        /** PASSWORD_CHANGED value */
        PASSWORD_CHANGED = 14,

        /** ACCOUNT_CLOSED value */
        ACCOUNT_CLOSED = 15,

        /** ACCOUNT_DELETED value */
        ACCOUNT_DELETED = 16,

        /** RESUME_AGAIN value */
        RESUME_AGAIN = 17
    }

    /**
     * Properties of a Close.
     * @deprecated Use im.Close.$Properties instead.
     */
    interface IClose extends im.Close.$Properties {
    }

    /** Represents a Close. */
    class Close {

        /** Reflection-backed declarations are not constructable. Use Close.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Close reason. */
        reason: im.CloseReason;

        /** Close message. */
        message: string;

        /** Close reconnect. */
        reconnect: boolean;

        /** Close reconnectAfterMs. */
        reconnectAfterMs: number;

        /**
         * Creates a new Close instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Close instance
         */
        static create(properties: im.Close.$Shape): im.Close & im.Close.$Shape;
        static create(properties?: im.Close.$Properties): im.Close;

        /**
         * Encodes the specified Close message. Does not implicitly {@link im.Close.verify|verify} messages.
         * @param message Close message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Close.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Close message, length delimited. Does not implicitly {@link im.Close.verify|verify} messages.
         * @param message Close message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Close.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Close message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Close & im.Close.$Shape} Close
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Close & im.Close.$Shape;

        /**
         * Decodes a Close message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Close & im.Close.$Shape} Close
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Close & im.Close.$Shape;

        /**
         * Verifies a Close message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Close message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Close
         */
        static fromObject(object: { [k: string]: any }): im.Close;

        /**
         * Creates a plain object from a Close message. Also converts values to other types if specified.
         * @param message Close
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Close, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Close to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Close
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Close {

        /** Properties of a Close. */
        interface $Properties {

            /** Close reason */
            reason?: (im.CloseReason|null);

            /** Close message */
            message?: (string|null);

            /** Close reconnect */
            reconnect?: (boolean|null);

            /** Close reconnectAfterMs */
            reconnectAfterMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Close. */
        type $Shape = im.Close.$Properties;
    }

    /**
     * Properties of a Conversation.
     * @deprecated Use im.Conversation.$Properties instead.
     */
    interface IConversation extends im.Conversation.$Properties {
    }

    /** Represents a Conversation. */
    class Conversation {

        /** Reflection-backed declarations are not constructable. Use Conversation.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Conversation conversationId. */
        conversationId: string;

        /** Conversation peerId. */
        peerId: string;

        /** Conversation peerName. */
        peerName: string;

        /** Conversation lastSeq. */
        lastSeq: number;

        /** Conversation lastMessage. */
        lastMessage?: (im.Message.$Properties|null);

        /** Conversation unread. */
        unread: number;

        /** Conversation readSeq. */
        readSeq: number;

        /** Conversation peerReadSeq. */
        peerReadSeq: number;

        /** Conversation peerDeliveredSeq. */
        peerDeliveredSeq: number;

        /** Conversation pinned. */
        pinned: boolean;

        /** Conversation muted. */
        muted: boolean;

        /** Conversation hidden. */
        hidden: boolean;

        /** Conversation stateVersion. */
        stateVersion: number;

        /** Conversation isGroup. */
        isGroup: boolean;

        /** Conversation left. */
        left: boolean;

        /** Conversation firstSeq. */
        firstSeq: number;

        /**
         * Creates a new Conversation instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Conversation instance
         */
        static create(properties: im.Conversation.$Shape): im.Conversation & im.Conversation.$Shape;
        static create(properties?: im.Conversation.$Properties): im.Conversation;

        /**
         * Encodes the specified Conversation message. Does not implicitly {@link im.Conversation.verify|verify} messages.
         * @param message Conversation message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Conversation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Conversation message, length delimited. Does not implicitly {@link im.Conversation.verify|verify} messages.
         * @param message Conversation message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Conversation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Conversation message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Conversation & im.Conversation.$Shape} Conversation
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Conversation & im.Conversation.$Shape;

        /**
         * Decodes a Conversation message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Conversation & im.Conversation.$Shape} Conversation
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Conversation & im.Conversation.$Shape;

        /**
         * Verifies a Conversation message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Conversation message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Conversation
         */
        static fromObject(object: { [k: string]: any }): im.Conversation;

        /**
         * Creates a plain object from a Conversation message. Also converts values to other types if specified.
         * @param message Conversation
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Conversation, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Conversation to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Conversation
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Conversation {

        /** Properties of a Conversation. */
        interface $Properties {

            /** Conversation conversationId */
            conversationId?: (string|null);

            /** Conversation peerId */
            peerId?: (string|null);

            /** Conversation peerName */
            peerName?: (string|null);

            /** Conversation lastSeq */
            lastSeq?: (number|null);

            /** Conversation lastMessage */
            lastMessage?: (im.Message.$Properties|null);

            /** Conversation unread */
            unread?: (number|null);

            /** Conversation readSeq */
            readSeq?: (number|null);

            /** Conversation peerReadSeq */
            peerReadSeq?: (number|null);

            /** Conversation peerDeliveredSeq */
            peerDeliveredSeq?: (number|null);

            /** Conversation pinned */
            pinned?: (boolean|null);

            /** Conversation muted */
            muted?: (boolean|null);

            /** Conversation hidden */
            hidden?: (boolean|null);

            /** Conversation stateVersion */
            stateVersion?: (number|null);

            /** Conversation isGroup */
            isGroup?: (boolean|null);

            /** Conversation left */
            left?: (boolean|null);

            /** Conversation firstSeq */
            firstSeq?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Conversation. */
        type $Shape = im.Conversation.$Properties;
    }

    /**
     * Properties of a ListConversationsRequest.
     * @deprecated Use im.ListConversationsRequest.$Properties instead.
     */
    interface IListConversationsRequest extends im.ListConversationsRequest.$Properties {
    }

    /** Represents a ListConversationsRequest. */
    class ListConversationsRequest {

        /** Reflection-backed declarations are not constructable. Use ListConversationsRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListConversationsRequest afterConversationId. */
        afterConversationId: string;

        /** ListConversationsRequest limit. */
        limit: number;

        /**
         * Creates a new ListConversationsRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListConversationsRequest instance
         */
        static create(properties: im.ListConversationsRequest.$Shape): im.ListConversationsRequest & im.ListConversationsRequest.$Shape;
        static create(properties?: im.ListConversationsRequest.$Properties): im.ListConversationsRequest;

        /**
         * Encodes the specified ListConversationsRequest message. Does not implicitly {@link im.ListConversationsRequest.verify|verify} messages.
         * @param message ListConversationsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListConversationsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListConversationsRequest message, length delimited. Does not implicitly {@link im.ListConversationsRequest.verify|verify} messages.
         * @param message ListConversationsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListConversationsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListConversationsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListConversationsRequest & im.ListConversationsRequest.$Shape} ListConversationsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListConversationsRequest & im.ListConversationsRequest.$Shape;

        /**
         * Decodes a ListConversationsRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListConversationsRequest & im.ListConversationsRequest.$Shape} ListConversationsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListConversationsRequest & im.ListConversationsRequest.$Shape;

        /**
         * Verifies a ListConversationsRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListConversationsRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListConversationsRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListConversationsRequest;

        /**
         * Creates a plain object from a ListConversationsRequest message. Also converts values to other types if specified.
         * @param message ListConversationsRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListConversationsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListConversationsRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListConversationsRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListConversationsRequest {

        /** Properties of a ListConversationsRequest. */
        interface $Properties {

            /** ListConversationsRequest afterConversationId */
            afterConversationId?: (string|null);

            /** ListConversationsRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListConversationsRequest. */
        type $Shape = im.ListConversationsRequest.$Properties;
    }

    /**
     * Properties of a ListConversationsReply.
     * @deprecated Use im.ListConversationsReply.$Properties instead.
     */
    interface IListConversationsReply extends im.ListConversationsReply.$Properties {
    }

    /** Represents a ListConversationsReply. */
    class ListConversationsReply {

        /** Reflection-backed declarations are not constructable. Use ListConversationsReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListConversationsReply conversations. */
        conversations: im.Conversation.$Properties[];

        /** ListConversationsReply more. */
        more: boolean;

        /**
         * Creates a new ListConversationsReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListConversationsReply instance
         */
        static create(properties: im.ListConversationsReply.$Shape): im.ListConversationsReply & im.ListConversationsReply.$Shape;
        static create(properties?: im.ListConversationsReply.$Properties): im.ListConversationsReply;

        /**
         * Encodes the specified ListConversationsReply message. Does not implicitly {@link im.ListConversationsReply.verify|verify} messages.
         * @param message ListConversationsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListConversationsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListConversationsReply message, length delimited. Does not implicitly {@link im.ListConversationsReply.verify|verify} messages.
         * @param message ListConversationsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListConversationsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListConversationsReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListConversationsReply & im.ListConversationsReply.$Shape} ListConversationsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListConversationsReply & im.ListConversationsReply.$Shape;

        /**
         * Decodes a ListConversationsReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListConversationsReply & im.ListConversationsReply.$Shape} ListConversationsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListConversationsReply & im.ListConversationsReply.$Shape;

        /**
         * Verifies a ListConversationsReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListConversationsReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListConversationsReply
         */
        static fromObject(object: { [k: string]: any }): im.ListConversationsReply;

        /**
         * Creates a plain object from a ListConversationsReply message. Also converts values to other types if specified.
         * @param message ListConversationsReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListConversationsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListConversationsReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListConversationsReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListConversationsReply {

        /** Properties of a ListConversationsReply. */
        interface $Properties {

            /** ListConversationsReply conversations */
            conversations?: (im.Conversation.$Properties[]|null);

            /** ListConversationsReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListConversationsReply. */
        type $Shape = im.ListConversationsReply.$Properties;
    }

    /**
     * Properties of a KnownConversation.
     * @deprecated Use im.KnownConversation.$Properties instead.
     */
    interface IKnownConversation extends im.KnownConversation.$Properties {
    }

    /** Represents a KnownConversation. */
    class KnownConversation {

        /** Reflection-backed declarations are not constructable. Use KnownConversation.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** KnownConversation conversationId. */
        conversationId: string;

        /** KnownConversation lastSeq. */
        lastSeq: number;

        /** KnownConversation stateVersion. */
        stateVersion: number;

        /**
         * Creates a new KnownConversation instance using the specified properties.
         * @param [properties] Properties to set
         * @returns KnownConversation instance
         */
        static create(properties: im.KnownConversation.$Shape): im.KnownConversation & im.KnownConversation.$Shape;
        static create(properties?: im.KnownConversation.$Properties): im.KnownConversation;

        /**
         * Encodes the specified KnownConversation message. Does not implicitly {@link im.KnownConversation.verify|verify} messages.
         * @param message KnownConversation message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.KnownConversation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified KnownConversation message, length delimited. Does not implicitly {@link im.KnownConversation.verify|verify} messages.
         * @param message KnownConversation message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.KnownConversation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a KnownConversation message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.KnownConversation & im.KnownConversation.$Shape} KnownConversation
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.KnownConversation & im.KnownConversation.$Shape;

        /**
         * Decodes a KnownConversation message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.KnownConversation & im.KnownConversation.$Shape} KnownConversation
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.KnownConversation & im.KnownConversation.$Shape;

        /**
         * Verifies a KnownConversation message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a KnownConversation message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns KnownConversation
         */
        static fromObject(object: { [k: string]: any }): im.KnownConversation;

        /**
         * Creates a plain object from a KnownConversation message. Also converts values to other types if specified.
         * @param message KnownConversation
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.KnownConversation, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this KnownConversation to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for KnownConversation
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace KnownConversation {

        /** Properties of a KnownConversation. */
        interface $Properties {

            /** KnownConversation conversationId */
            conversationId?: (string|null);

            /** KnownConversation lastSeq */
            lastSeq?: (number|null);

            /** KnownConversation stateVersion */
            stateVersion?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a KnownConversation. */
        type $Shape = im.KnownConversation.$Properties;
    }

    /**
     * Properties of a SyncRequest.
     * @deprecated Use im.SyncRequest.$Properties instead.
     */
    interface ISyncRequest extends im.SyncRequest.$Properties {
    }

    /** Represents a SyncRequest. */
    class SyncRequest {

        /** Reflection-backed declarations are not constructable. Use SyncRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SyncRequest known. */
        known: im.KnownConversation.$Properties[];

        /** SyncRequest afterConversationId. */
        afterConversationId: string;

        /** SyncRequest limit. */
        limit: number;

        /** SyncRequest peopleVersion. */
        peopleVersion: number;

        /**
         * Creates a new SyncRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SyncRequest instance
         */
        static create(properties: im.SyncRequest.$Shape): im.SyncRequest & im.SyncRequest.$Shape;
        static create(properties?: im.SyncRequest.$Properties): im.SyncRequest;

        /**
         * Encodes the specified SyncRequest message. Does not implicitly {@link im.SyncRequest.verify|verify} messages.
         * @param message SyncRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SyncRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SyncRequest message, length delimited. Does not implicitly {@link im.SyncRequest.verify|verify} messages.
         * @param message SyncRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SyncRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SyncRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SyncRequest & im.SyncRequest.$Shape} SyncRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SyncRequest & im.SyncRequest.$Shape;

        /**
         * Decodes a SyncRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SyncRequest & im.SyncRequest.$Shape} SyncRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SyncRequest & im.SyncRequest.$Shape;

        /**
         * Verifies a SyncRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SyncRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SyncRequest
         */
        static fromObject(object: { [k: string]: any }): im.SyncRequest;

        /**
         * Creates a plain object from a SyncRequest message. Also converts values to other types if specified.
         * @param message SyncRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SyncRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SyncRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SyncRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SyncRequest {

        /** Properties of a SyncRequest. */
        interface $Properties {

            /** SyncRequest known */
            known?: (im.KnownConversation.$Properties[]|null);

            /** SyncRequest afterConversationId */
            afterConversationId?: (string|null);

            /** SyncRequest limit */
            limit?: (number|null);

            /** SyncRequest peopleVersion */
            peopleVersion?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SyncRequest. */
        type $Shape = im.SyncRequest.$Properties;
    }

    /**
     * Properties of a SyncReply.
     * @deprecated Use im.SyncReply.$Properties instead.
     */
    interface ISyncReply extends im.SyncReply.$Properties {
    }

    /** Represents a SyncReply. */
    class SyncReply {

        /** Reflection-backed declarations are not constructable. Use SyncReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SyncReply conversations. */
        conversations: im.Conversation.$Properties[];

        /** SyncReply nextConversationId. */
        nextConversationId: string;

        /** SyncReply profile. */
        profile?: (im.OwnProfile.$Properties|null);

        /** SyncReply relations. */
        relations: im.Relation.$Properties[];

        /** SyncReply peopleVersion. */
        peopleVersion: number;

        /** SyncReply morePeople. */
        morePeople: boolean;

        /**
         * Creates a new SyncReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SyncReply instance
         */
        static create(properties: im.SyncReply.$Shape): im.SyncReply & im.SyncReply.$Shape;
        static create(properties?: im.SyncReply.$Properties): im.SyncReply;

        /**
         * Encodes the specified SyncReply message. Does not implicitly {@link im.SyncReply.verify|verify} messages.
         * @param message SyncReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SyncReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SyncReply message, length delimited. Does not implicitly {@link im.SyncReply.verify|verify} messages.
         * @param message SyncReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SyncReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SyncReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SyncReply & im.SyncReply.$Shape} SyncReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SyncReply & im.SyncReply.$Shape;

        /**
         * Decodes a SyncReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SyncReply & im.SyncReply.$Shape} SyncReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SyncReply & im.SyncReply.$Shape;

        /**
         * Verifies a SyncReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SyncReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SyncReply
         */
        static fromObject(object: { [k: string]: any }): im.SyncReply;

        /**
         * Creates a plain object from a SyncReply message. Also converts values to other types if specified.
         * @param message SyncReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SyncReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SyncReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SyncReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SyncReply {

        /** Properties of a SyncReply. */
        interface $Properties {

            /** SyncReply conversations */
            conversations?: (im.Conversation.$Properties[]|null);

            /** SyncReply nextConversationId */
            nextConversationId?: (string|null);

            /** SyncReply profile */
            profile?: (im.OwnProfile.$Properties|null);

            /** SyncReply relations */
            relations?: (im.Relation.$Properties[]|null);

            /** SyncReply peopleVersion */
            peopleVersion?: (number|null);

            /** SyncReply morePeople */
            morePeople?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SyncReply. */
        type $Shape = im.SyncReply.$Properties;
    }

    /**
     * Properties of a MarkRequest.
     * @deprecated Use im.MarkRequest.$Properties instead.
     */
    interface IMarkRequest extends im.MarkRequest.$Properties {
    }

    /** Represents a MarkRequest. */
    class MarkRequest {

        /** Reflection-backed declarations are not constructable. Use MarkRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MarkRequest conversationId. */
        conversationId: string;

        /** MarkRequest seq. */
        seq: number;

        /**
         * Creates a new MarkRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MarkRequest instance
         */
        static create(properties: im.MarkRequest.$Shape): im.MarkRequest & im.MarkRequest.$Shape;
        static create(properties?: im.MarkRequest.$Properties): im.MarkRequest;

        /**
         * Encodes the specified MarkRequest message. Does not implicitly {@link im.MarkRequest.verify|verify} messages.
         * @param message MarkRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.MarkRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified MarkRequest message, length delimited. Does not implicitly {@link im.MarkRequest.verify|verify} messages.
         * @param message MarkRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.MarkRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MarkRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.MarkRequest & im.MarkRequest.$Shape} MarkRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.MarkRequest & im.MarkRequest.$Shape;

        /**
         * Decodes a MarkRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.MarkRequest & im.MarkRequest.$Shape} MarkRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.MarkRequest & im.MarkRequest.$Shape;

        /**
         * Verifies a MarkRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a MarkRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns MarkRequest
         */
        static fromObject(object: { [k: string]: any }): im.MarkRequest;

        /**
         * Creates a plain object from a MarkRequest message. Also converts values to other types if specified.
         * @param message MarkRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.MarkRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this MarkRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for MarkRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace MarkRequest {

        /** Properties of a MarkRequest. */
        interface $Properties {

            /** MarkRequest conversationId */
            conversationId?: (string|null);

            /** MarkRequest seq */
            seq?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MarkRequest. */
        type $Shape = im.MarkRequest.$Properties;
    }

    /**
     * Properties of a MarkReply.
     * @deprecated Use im.MarkReply.$Properties instead.
     */
    interface IMarkReply extends im.MarkReply.$Properties {
    }

    /** Represents a MarkReply. */
    class MarkReply {

        /** Reflection-backed declarations are not constructable. Use MarkReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MarkReply seq. */
        seq: number;

        /** MarkReply unread. */
        unread: number;

        /** MarkReply lastSeq. */
        lastSeq: number;

        /** MarkReply stateVersion. */
        stateVersion: number;

        /**
         * Creates a new MarkReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MarkReply instance
         */
        static create(properties: im.MarkReply.$Shape): im.MarkReply & im.MarkReply.$Shape;
        static create(properties?: im.MarkReply.$Properties): im.MarkReply;

        /**
         * Encodes the specified MarkReply message. Does not implicitly {@link im.MarkReply.verify|verify} messages.
         * @param message MarkReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.MarkReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified MarkReply message, length delimited. Does not implicitly {@link im.MarkReply.verify|verify} messages.
         * @param message MarkReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.MarkReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MarkReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.MarkReply & im.MarkReply.$Shape} MarkReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.MarkReply & im.MarkReply.$Shape;

        /**
         * Decodes a MarkReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.MarkReply & im.MarkReply.$Shape} MarkReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.MarkReply & im.MarkReply.$Shape;

        /**
         * Verifies a MarkReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a MarkReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns MarkReply
         */
        static fromObject(object: { [k: string]: any }): im.MarkReply;

        /**
         * Creates a plain object from a MarkReply message. Also converts values to other types if specified.
         * @param message MarkReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.MarkReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this MarkReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for MarkReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace MarkReply {

        /** Properties of a MarkReply. */
        interface $Properties {

            /** MarkReply seq */
            seq?: (number|null);

            /** MarkReply unread */
            unread?: (number|null);

            /** MarkReply lastSeq */
            lastSeq?: (number|null);

            /** MarkReply stateVersion */
            stateVersion?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MarkReply. */
        type $Shape = im.MarkReply.$Properties;
    }

    /**
     * Properties of a ListReadersRequest.
     * @deprecated Use im.ListReadersRequest.$Properties instead.
     */
    interface IListReadersRequest extends im.ListReadersRequest.$Properties {
    }

    /** Represents a ListReadersRequest. */
    class ListReadersRequest {

        /** Reflection-backed declarations are not constructable. Use ListReadersRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListReadersRequest conversationId. */
        conversationId: string;

        /** ListReadersRequest seq. */
        seq: number;

        /** ListReadersRequest afterUserId. */
        afterUserId: string;

        /** ListReadersRequest limit. */
        limit: number;

        /**
         * Creates a new ListReadersRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListReadersRequest instance
         */
        static create(properties: im.ListReadersRequest.$Shape): im.ListReadersRequest & im.ListReadersRequest.$Shape;
        static create(properties?: im.ListReadersRequest.$Properties): im.ListReadersRequest;

        /**
         * Encodes the specified ListReadersRequest message. Does not implicitly {@link im.ListReadersRequest.verify|verify} messages.
         * @param message ListReadersRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListReadersRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListReadersRequest message, length delimited. Does not implicitly {@link im.ListReadersRequest.verify|verify} messages.
         * @param message ListReadersRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListReadersRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListReadersRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListReadersRequest & im.ListReadersRequest.$Shape} ListReadersRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListReadersRequest & im.ListReadersRequest.$Shape;

        /**
         * Decodes a ListReadersRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListReadersRequest & im.ListReadersRequest.$Shape} ListReadersRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListReadersRequest & im.ListReadersRequest.$Shape;

        /**
         * Verifies a ListReadersRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListReadersRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListReadersRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListReadersRequest;

        /**
         * Creates a plain object from a ListReadersRequest message. Also converts values to other types if specified.
         * @param message ListReadersRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListReadersRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListReadersRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListReadersRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListReadersRequest {

        /** Properties of a ListReadersRequest. */
        interface $Properties {

            /** ListReadersRequest conversationId */
            conversationId?: (string|null);

            /** ListReadersRequest seq */
            seq?: (number|null);

            /** ListReadersRequest afterUserId */
            afterUserId?: (string|null);

            /** ListReadersRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListReadersRequest. */
        type $Shape = im.ListReadersRequest.$Properties;
    }

    /**
     * Properties of a ListReadersReply.
     * @deprecated Use im.ListReadersReply.$Properties instead.
     */
    interface IListReadersReply extends im.ListReadersReply.$Properties {
    }

    /** Represents a ListReadersReply. */
    class ListReadersReply {

        /** Reflection-backed declarations are not constructable. Use ListReadersReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListReadersReply userIds. */
        userIds: string[];

        /** ListReadersReply more. */
        more: boolean;

        /**
         * Creates a new ListReadersReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListReadersReply instance
         */
        static create(properties: im.ListReadersReply.$Shape): im.ListReadersReply & im.ListReadersReply.$Shape;
        static create(properties?: im.ListReadersReply.$Properties): im.ListReadersReply;

        /**
         * Encodes the specified ListReadersReply message. Does not implicitly {@link im.ListReadersReply.verify|verify} messages.
         * @param message ListReadersReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListReadersReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListReadersReply message, length delimited. Does not implicitly {@link im.ListReadersReply.verify|verify} messages.
         * @param message ListReadersReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListReadersReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListReadersReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListReadersReply & im.ListReadersReply.$Shape} ListReadersReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListReadersReply & im.ListReadersReply.$Shape;

        /**
         * Decodes a ListReadersReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListReadersReply & im.ListReadersReply.$Shape} ListReadersReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListReadersReply & im.ListReadersReply.$Shape;

        /**
         * Verifies a ListReadersReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListReadersReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListReadersReply
         */
        static fromObject(object: { [k: string]: any }): im.ListReadersReply;

        /**
         * Creates a plain object from a ListReadersReply message. Also converts values to other types if specified.
         * @param message ListReadersReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListReadersReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListReadersReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListReadersReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListReadersReply {

        /** Properties of a ListReadersReply. */
        interface $Properties {

            /** ListReadersReply userIds */
            userIds?: (string[]|null);

            /** ListReadersReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListReadersReply. */
        type $Shape = im.ListReadersReply.$Properties;
    }

    /**
     * Properties of a SetConversationRequest.
     * @deprecated Use im.SetConversationRequest.$Properties instead.
     */
    interface ISetConversationRequest extends im.SetConversationRequest.$Properties {
    }

    /** Represents a SetConversationRequest. */
    class SetConversationRequest {

        /** Reflection-backed declarations are not constructable. Use SetConversationRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SetConversationRequest conversationId. */
        conversationId: string;

        /** SetConversationRequest pinned. */
        pinned?: (boolean|null);

        /** SetConversationRequest muted. */
        muted?: (boolean|null);

        /** SetConversationRequest hidden. */
        hidden?: (boolean|null);

        /**
         * Creates a new SetConversationRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SetConversationRequest instance
         */
        static create(properties: im.SetConversationRequest.$Shape): im.SetConversationRequest & im.SetConversationRequest.$Shape;
        static create(properties?: im.SetConversationRequest.$Properties): im.SetConversationRequest;

        /**
         * Encodes the specified SetConversationRequest message. Does not implicitly {@link im.SetConversationRequest.verify|verify} messages.
         * @param message SetConversationRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SetConversationRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SetConversationRequest message, length delimited. Does not implicitly {@link im.SetConversationRequest.verify|verify} messages.
         * @param message SetConversationRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SetConversationRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetConversationRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SetConversationRequest & im.SetConversationRequest.$Shape} SetConversationRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SetConversationRequest & im.SetConversationRequest.$Shape;

        /**
         * Decodes a SetConversationRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SetConversationRequest & im.SetConversationRequest.$Shape} SetConversationRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SetConversationRequest & im.SetConversationRequest.$Shape;

        /**
         * Verifies a SetConversationRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SetConversationRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SetConversationRequest
         */
        static fromObject(object: { [k: string]: any }): im.SetConversationRequest;

        /**
         * Creates a plain object from a SetConversationRequest message. Also converts values to other types if specified.
         * @param message SetConversationRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SetConversationRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SetConversationRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SetConversationRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SetConversationRequest {

        /** Properties of a SetConversationRequest. */
        interface $Properties {

            /** SetConversationRequest conversationId */
            conversationId?: (string|null);

            /** SetConversationRequest pinned */
            pinned?: (boolean|null);

            /** SetConversationRequest muted */
            muted?: (boolean|null);

            /** SetConversationRequest hidden */
            hidden?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetConversationRequest. */
        type $Shape = im.SetConversationRequest.$Properties;
    }

    /**
     * Properties of a SetConversationReply.
     * @deprecated Use im.SetConversationReply.$Properties instead.
     */
    interface ISetConversationReply extends im.SetConversationReply.$Properties {
    }

    /** Represents a SetConversationReply. */
    class SetConversationReply {

        /** Reflection-backed declarations are not constructable. Use SetConversationReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SetConversationReply stateVersion. */
        stateVersion: number;

        /**
         * Creates a new SetConversationReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SetConversationReply instance
         */
        static create(properties: im.SetConversationReply.$Shape): im.SetConversationReply & im.SetConversationReply.$Shape;
        static create(properties?: im.SetConversationReply.$Properties): im.SetConversationReply;

        /**
         * Encodes the specified SetConversationReply message. Does not implicitly {@link im.SetConversationReply.verify|verify} messages.
         * @param message SetConversationReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SetConversationReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SetConversationReply message, length delimited. Does not implicitly {@link im.SetConversationReply.verify|verify} messages.
         * @param message SetConversationReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SetConversationReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetConversationReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SetConversationReply & im.SetConversationReply.$Shape} SetConversationReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SetConversationReply & im.SetConversationReply.$Shape;

        /**
         * Decodes a SetConversationReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SetConversationReply & im.SetConversationReply.$Shape} SetConversationReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SetConversationReply & im.SetConversationReply.$Shape;

        /**
         * Verifies a SetConversationReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SetConversationReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SetConversationReply
         */
        static fromObject(object: { [k: string]: any }): im.SetConversationReply;

        /**
         * Creates a plain object from a SetConversationReply message. Also converts values to other types if specified.
         * @param message SetConversationReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SetConversationReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SetConversationReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SetConversationReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SetConversationReply {

        /** Properties of a SetConversationReply. */
        interface $Properties {

            /** SetConversationReply stateVersion */
            stateVersion?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetConversationReply. */
        type $Shape = im.SetConversationReply.$Properties;
    }

    /**
     * Properties of a Receipt.
     * @deprecated Use im.Receipt.$Properties instead.
     */
    interface IReceipt extends im.Receipt.$Properties {
    }

    /** Represents a Receipt. */
    class Receipt {

        /** Reflection-backed declarations are not constructable. Use Receipt.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Receipt conversationId. */
        conversationId: string;

        /** Receipt userId. */
        userId: string;

        /** Receipt deliveredSeq. */
        deliveredSeq: number;

        /** Receipt readSeq. */
        readSeq: number;

        /**
         * Creates a new Receipt instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Receipt instance
         */
        static create(properties: im.Receipt.$Shape): im.Receipt & im.Receipt.$Shape;
        static create(properties?: im.Receipt.$Properties): im.Receipt;

        /**
         * Encodes the specified Receipt message. Does not implicitly {@link im.Receipt.verify|verify} messages.
         * @param message Receipt message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Receipt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Receipt message, length delimited. Does not implicitly {@link im.Receipt.verify|verify} messages.
         * @param message Receipt message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Receipt.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Receipt message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Receipt & im.Receipt.$Shape} Receipt
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Receipt & im.Receipt.$Shape;

        /**
         * Decodes a Receipt message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Receipt & im.Receipt.$Shape} Receipt
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Receipt & im.Receipt.$Shape;

        /**
         * Verifies a Receipt message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Receipt message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Receipt
         */
        static fromObject(object: { [k: string]: any }): im.Receipt;

        /**
         * Creates a plain object from a Receipt message. Also converts values to other types if specified.
         * @param message Receipt
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Receipt, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Receipt to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Receipt
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Receipt {

        /** Properties of a Receipt. */
        interface $Properties {

            /** Receipt conversationId */
            conversationId?: (string|null);

            /** Receipt userId */
            userId?: (string|null);

            /** Receipt deliveredSeq */
            deliveredSeq?: (number|null);

            /** Receipt readSeq */
            readSeq?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Receipt. */
        type $Shape = im.Receipt.$Properties;
    }

    /**
     * Properties of a ConversationChanged.
     * @deprecated Use im.ConversationChanged.$Properties instead.
     */
    interface IConversationChanged extends im.ConversationChanged.$Properties {
    }

    /** Represents a ConversationChanged. */
    class ConversationChanged {

        /** Reflection-backed declarations are not constructable. Use ConversationChanged.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ConversationChanged conversationId. */
        conversationId: string;

        /** ConversationChanged stateVersion. */
        stateVersion: number;

        /** ConversationChanged readSeq. */
        readSeq: number;

        /** ConversationChanged unread. */
        unread: number;

        /** ConversationChanged pinned. */
        pinned: boolean;

        /** ConversationChanged muted. */
        muted: boolean;

        /** ConversationChanged hidden. */
        hidden: boolean;

        /** ConversationChanged left. */
        left: boolean;

        /** ConversationChanged deletedSeqs. */
        deletedSeqs: number[];

        /** ConversationChanged peerDeleted. */
        peerDeleted: boolean;

        /** ConversationChanged lastSeq. */
        lastSeq: number;

        /**
         * Creates a new ConversationChanged instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ConversationChanged instance
         */
        static create(properties: im.ConversationChanged.$Shape): im.ConversationChanged & im.ConversationChanged.$Shape;
        static create(properties?: im.ConversationChanged.$Properties): im.ConversationChanged;

        /**
         * Encodes the specified ConversationChanged message. Does not implicitly {@link im.ConversationChanged.verify|verify} messages.
         * @param message ConversationChanged message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ConversationChanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ConversationChanged message, length delimited. Does not implicitly {@link im.ConversationChanged.verify|verify} messages.
         * @param message ConversationChanged message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ConversationChanged.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ConversationChanged message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ConversationChanged & im.ConversationChanged.$Shape} ConversationChanged
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ConversationChanged & im.ConversationChanged.$Shape;

        /**
         * Decodes a ConversationChanged message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ConversationChanged & im.ConversationChanged.$Shape} ConversationChanged
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ConversationChanged & im.ConversationChanged.$Shape;

        /**
         * Verifies a ConversationChanged message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ConversationChanged message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ConversationChanged
         */
        static fromObject(object: { [k: string]: any }): im.ConversationChanged;

        /**
         * Creates a plain object from a ConversationChanged message. Also converts values to other types if specified.
         * @param message ConversationChanged
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ConversationChanged, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ConversationChanged to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ConversationChanged
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ConversationChanged {

        /** Properties of a ConversationChanged. */
        interface $Properties {

            /** ConversationChanged conversationId */
            conversationId?: (string|null);

            /** ConversationChanged stateVersion */
            stateVersion?: (number|null);

            /** ConversationChanged readSeq */
            readSeq?: (number|null);

            /** ConversationChanged unread */
            unread?: (number|null);

            /** ConversationChanged pinned */
            pinned?: (boolean|null);

            /** ConversationChanged muted */
            muted?: (boolean|null);

            /** ConversationChanged hidden */
            hidden?: (boolean|null);

            /** ConversationChanged left */
            left?: (boolean|null);

            /** ConversationChanged deletedSeqs */
            deletedSeqs?: (number[]|null);

            /** ConversationChanged peerDeleted */
            peerDeleted?: (boolean|null);

            /** ConversationChanged lastSeq */
            lastSeq?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ConversationChanged. */
        type $Shape = im.ConversationChanged.$Properties;
    }

    /** MessageKind enum. */
    enum MessageKind {

        /** TEXT value */
        TEXT = 0,

        /** IMAGE value */
        IMAGE = 1,

        /** FILE value */
        FILE = 2,

        /** LOCATION value */
        LOCATION = 3,

        /** CUSTOM value */
        CUSTOM = 4,

        /** SYSTEM value */
        SYSTEM = 9,

        /** EDITED value */
        EDITED = 10,

        /** RECALLED value */
        RECALLED = 11,

        /** REACTED value */
        REACTED = 12
    }

    /**
     * Properties of a Message.
     * @deprecated Use im.Message.$Properties instead.
     */
    interface IMessage extends im.Message.$Properties {
    }

    /** Represents a Message. */
    class Message {

        /** Reflection-backed declarations are not constructable. Use Message.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Message conversationId. */
        conversationId: string;

        /** Message seq. */
        seq: number;

        /** Message messageId. */
        messageId: string;

        /** Message senderId. */
        senderId: string;

        /** Message clientMessageId. */
        clientMessageId: Uint8Array;

        /** Message text. */
        text: string;

        /** Message time. */
        time: number;

        /** Message kind. */
        kind: im.MessageKind;

        /** Message body. */
        body: string;

        /** Message replyTo. */
        replyTo: number;

        /** Message mentions. */
        mentions: string[];

        /** Message target. */
        target: number;

        /** Message edited. */
        edited: boolean;

        /** Message recalled. */
        recalled: boolean;

        /** Message reactions. */
        reactions: im.Reaction.$Properties[];

        /** Message emoji. */
        emoji: string;

        /** Message removed. */
        removed: boolean;

        /**
         * Creates a new Message instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Message instance
         */
        static create(properties: im.Message.$Shape): im.Message & im.Message.$Shape;
        static create(properties?: im.Message.$Properties): im.Message;

        /**
         * Encodes the specified Message message. Does not implicitly {@link im.Message.verify|verify} messages.
         * @param message Message message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Message.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Message message, length delimited. Does not implicitly {@link im.Message.verify|verify} messages.
         * @param message Message message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Message.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Message message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Message & im.Message.$Shape} Message
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Message & im.Message.$Shape;

        /**
         * Decodes a Message message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Message & im.Message.$Shape} Message
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Message & im.Message.$Shape;

        /**
         * Verifies a Message message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Message message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Message
         */
        static fromObject(object: { [k: string]: any }): im.Message;

        /**
         * Creates a plain object from a Message message. Also converts values to other types if specified.
         * @param message Message
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Message, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Message to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Message
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Message {

        /** Properties of a Message. */
        interface $Properties {

            /** Message conversationId */
            conversationId?: (string|null);

            /** Message seq */
            seq?: (number|null);

            /** Message messageId */
            messageId?: (string|null);

            /** Message senderId */
            senderId?: (string|null);

            /** Message clientMessageId */
            clientMessageId?: (Uint8Array|null);

            /** Message text */
            text?: (string|null);

            /** Message time */
            time?: (number|null);

            /** Message kind */
            kind?: (im.MessageKind|null);

            /** Message body */
            body?: (string|null);

            /** Message replyTo */
            replyTo?: (number|null);

            /** Message mentions */
            mentions?: (string[]|null);

            /** Message target */
            target?: (number|null);

            /** Message edited */
            edited?: (boolean|null);

            /** Message recalled */
            recalled?: (boolean|null);

            /** Message reactions */
            reactions?: (im.Reaction.$Properties[]|null);

            /** Message emoji */
            emoji?: (string|null);

            /** Message removed */
            removed?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Message. */
        type $Shape = im.Message.$Properties;
    }

    /**
     * Properties of a Reaction.
     * @deprecated Use im.Reaction.$Properties instead.
     */
    interface IReaction extends im.Reaction.$Properties {
    }

    /** Represents a Reaction. */
    class Reaction {

        /** Reflection-backed declarations are not constructable. Use Reaction.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Reaction emoji. */
        emoji: string;

        /** Reaction count. */
        count: number;

        /** Reaction mine. */
        mine: boolean;

        /**
         * Creates a new Reaction instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Reaction instance
         */
        static create(properties: im.Reaction.$Shape): im.Reaction & im.Reaction.$Shape;
        static create(properties?: im.Reaction.$Properties): im.Reaction;

        /**
         * Encodes the specified Reaction message. Does not implicitly {@link im.Reaction.verify|verify} messages.
         * @param message Reaction message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Reaction.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Reaction message, length delimited. Does not implicitly {@link im.Reaction.verify|verify} messages.
         * @param message Reaction message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Reaction.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Reaction message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Reaction & im.Reaction.$Shape} Reaction
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Reaction & im.Reaction.$Shape;

        /**
         * Decodes a Reaction message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Reaction & im.Reaction.$Shape} Reaction
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Reaction & im.Reaction.$Shape;

        /**
         * Verifies a Reaction message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Reaction message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Reaction
         */
        static fromObject(object: { [k: string]: any }): im.Reaction;

        /**
         * Creates a plain object from a Reaction message. Also converts values to other types if specified.
         * @param message Reaction
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Reaction, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Reaction to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Reaction
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Reaction {

        /** Properties of a Reaction. */
        interface $Properties {

            /** Reaction emoji */
            emoji?: (string|null);

            /** Reaction count */
            count?: (number|null);

            /** Reaction mine */
            mine?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Reaction. */
        type $Shape = im.Reaction.$Properties;
    }

    /**
     * Properties of a SendMessageRequest.
     * @deprecated Use im.SendMessageRequest.$Properties instead.
     */
    interface ISendMessageRequest extends im.SendMessageRequest.$Properties {
    }

    /** Represents a SendMessageRequest. */
    class SendMessageRequest {

        /** Reflection-backed declarations are not constructable. Use SendMessageRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SendMessageRequest clientMessageId. */
        clientMessageId: Uint8Array;

        /** SendMessageRequest toUserId. */
        toUserId: string;

        /** SendMessageRequest text. */
        text: string;

        /** SendMessageRequest conversationId. */
        conversationId: string;

        /** SendMessageRequest kind. */
        kind: im.MessageKind;

        /** SendMessageRequest body. */
        body: string;

        /** SendMessageRequest replyTo. */
        replyTo: number;

        /** SendMessageRequest mentions. */
        mentions: string[];

        /**
         * Creates a new SendMessageRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SendMessageRequest instance
         */
        static create(properties: im.SendMessageRequest.$Shape): im.SendMessageRequest & im.SendMessageRequest.$Shape;
        static create(properties?: im.SendMessageRequest.$Properties): im.SendMessageRequest;

        /**
         * Encodes the specified SendMessageRequest message. Does not implicitly {@link im.SendMessageRequest.verify|verify} messages.
         * @param message SendMessageRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SendMessageRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SendMessageRequest message, length delimited. Does not implicitly {@link im.SendMessageRequest.verify|verify} messages.
         * @param message SendMessageRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SendMessageRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SendMessageRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SendMessageRequest & im.SendMessageRequest.$Shape} SendMessageRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SendMessageRequest & im.SendMessageRequest.$Shape;

        /**
         * Decodes a SendMessageRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SendMessageRequest & im.SendMessageRequest.$Shape} SendMessageRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SendMessageRequest & im.SendMessageRequest.$Shape;

        /**
         * Verifies a SendMessageRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SendMessageRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SendMessageRequest
         */
        static fromObject(object: { [k: string]: any }): im.SendMessageRequest;

        /**
         * Creates a plain object from a SendMessageRequest message. Also converts values to other types if specified.
         * @param message SendMessageRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SendMessageRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SendMessageRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SendMessageRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SendMessageRequest {

        /** Properties of a SendMessageRequest. */
        interface $Properties {

            /** SendMessageRequest clientMessageId */
            clientMessageId?: (Uint8Array|null);

            /** SendMessageRequest toUserId */
            toUserId?: (string|null);

            /** SendMessageRequest text */
            text?: (string|null);

            /** SendMessageRequest conversationId */
            conversationId?: (string|null);

            /** SendMessageRequest kind */
            kind?: (im.MessageKind|null);

            /** SendMessageRequest body */
            body?: (string|null);

            /** SendMessageRequest replyTo */
            replyTo?: (number|null);

            /** SendMessageRequest mentions */
            mentions?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SendMessageRequest. */
        type $Shape = im.SendMessageRequest.$Properties;
    }

    /**
     * Properties of a SendMessageReply.
     * @deprecated Use im.SendMessageReply.$Properties instead.
     */
    interface ISendMessageReply extends im.SendMessageReply.$Properties {
    }

    /** Represents a SendMessageReply. */
    class SendMessageReply {

        /** Reflection-backed declarations are not constructable. Use SendMessageReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SendMessageReply clientMessageId. */
        clientMessageId: Uint8Array;

        /** SendMessageReply messageId. */
        messageId: string;

        /** SendMessageReply conversationId. */
        conversationId: string;

        /** SendMessageReply seq. */
        seq: number;

        /** SendMessageReply time. */
        time: number;

        /**
         * Creates a new SendMessageReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SendMessageReply instance
         */
        static create(properties: im.SendMessageReply.$Shape): im.SendMessageReply & im.SendMessageReply.$Shape;
        static create(properties?: im.SendMessageReply.$Properties): im.SendMessageReply;

        /**
         * Encodes the specified SendMessageReply message. Does not implicitly {@link im.SendMessageReply.verify|verify} messages.
         * @param message SendMessageReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SendMessageReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SendMessageReply message, length delimited. Does not implicitly {@link im.SendMessageReply.verify|verify} messages.
         * @param message SendMessageReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SendMessageReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SendMessageReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SendMessageReply & im.SendMessageReply.$Shape} SendMessageReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SendMessageReply & im.SendMessageReply.$Shape;

        /**
         * Decodes a SendMessageReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SendMessageReply & im.SendMessageReply.$Shape} SendMessageReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SendMessageReply & im.SendMessageReply.$Shape;

        /**
         * Verifies a SendMessageReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SendMessageReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SendMessageReply
         */
        static fromObject(object: { [k: string]: any }): im.SendMessageReply;

        /**
         * Creates a plain object from a SendMessageReply message. Also converts values to other types if specified.
         * @param message SendMessageReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SendMessageReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SendMessageReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SendMessageReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SendMessageReply {

        /** Properties of a SendMessageReply. */
        interface $Properties {

            /** SendMessageReply clientMessageId */
            clientMessageId?: (Uint8Array|null);

            /** SendMessageReply messageId */
            messageId?: (string|null);

            /** SendMessageReply conversationId */
            conversationId?: (string|null);

            /** SendMessageReply seq */
            seq?: (number|null);

            /** SendMessageReply time */
            time?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SendMessageReply. */
        type $Shape = im.SendMessageReply.$Properties;
    }

    /**
     * Properties of a RecallMessageRequest.
     * @deprecated Use im.RecallMessageRequest.$Properties instead.
     */
    interface IRecallMessageRequest extends im.RecallMessageRequest.$Properties {
    }

    /** Represents a RecallMessageRequest. */
    class RecallMessageRequest {

        /** Reflection-backed declarations are not constructable. Use RecallMessageRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RecallMessageRequest clientMessageId. */
        clientMessageId: Uint8Array;

        /** RecallMessageRequest conversationId. */
        conversationId: string;

        /** RecallMessageRequest seq. */
        seq: number;

        /**
         * Creates a new RecallMessageRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RecallMessageRequest instance
         */
        static create(properties: im.RecallMessageRequest.$Shape): im.RecallMessageRequest & im.RecallMessageRequest.$Shape;
        static create(properties?: im.RecallMessageRequest.$Properties): im.RecallMessageRequest;

        /**
         * Encodes the specified RecallMessageRequest message. Does not implicitly {@link im.RecallMessageRequest.verify|verify} messages.
         * @param message RecallMessageRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RecallMessageRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RecallMessageRequest message, length delimited. Does not implicitly {@link im.RecallMessageRequest.verify|verify} messages.
         * @param message RecallMessageRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RecallMessageRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RecallMessageRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RecallMessageRequest & im.RecallMessageRequest.$Shape} RecallMessageRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RecallMessageRequest & im.RecallMessageRequest.$Shape;

        /**
         * Decodes a RecallMessageRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RecallMessageRequest & im.RecallMessageRequest.$Shape} RecallMessageRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RecallMessageRequest & im.RecallMessageRequest.$Shape;

        /**
         * Verifies a RecallMessageRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RecallMessageRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RecallMessageRequest
         */
        static fromObject(object: { [k: string]: any }): im.RecallMessageRequest;

        /**
         * Creates a plain object from a RecallMessageRequest message. Also converts values to other types if specified.
         * @param message RecallMessageRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RecallMessageRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RecallMessageRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RecallMessageRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RecallMessageRequest {

        /** Properties of a RecallMessageRequest. */
        interface $Properties {

            /** RecallMessageRequest clientMessageId */
            clientMessageId?: (Uint8Array|null);

            /** RecallMessageRequest conversationId */
            conversationId?: (string|null);

            /** RecallMessageRequest seq */
            seq?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RecallMessageRequest. */
        type $Shape = im.RecallMessageRequest.$Properties;
    }

    /**
     * Properties of an EditMessageRequest.
     * @deprecated Use im.EditMessageRequest.$Properties instead.
     */
    interface IEditMessageRequest extends im.EditMessageRequest.$Properties {
    }

    /** Represents an EditMessageRequest. */
    class EditMessageRequest {

        /** Reflection-backed declarations are not constructable. Use EditMessageRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** EditMessageRequest clientMessageId. */
        clientMessageId: Uint8Array;

        /** EditMessageRequest conversationId. */
        conversationId: string;

        /** EditMessageRequest seq. */
        seq: number;

        /** EditMessageRequest text. */
        text?: (string|null);

        /** EditMessageRequest body. */
        body?: (string|null);

        /**
         * Creates a new EditMessageRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns EditMessageRequest instance
         */
        static create(properties: im.EditMessageRequest.$Shape): im.EditMessageRequest & im.EditMessageRequest.$Shape;
        static create(properties?: im.EditMessageRequest.$Properties): im.EditMessageRequest;

        /**
         * Encodes the specified EditMessageRequest message. Does not implicitly {@link im.EditMessageRequest.verify|verify} messages.
         * @param message EditMessageRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.EditMessageRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified EditMessageRequest message, length delimited. Does not implicitly {@link im.EditMessageRequest.verify|verify} messages.
         * @param message EditMessageRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.EditMessageRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EditMessageRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.EditMessageRequest & im.EditMessageRequest.$Shape} EditMessageRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.EditMessageRequest & im.EditMessageRequest.$Shape;

        /**
         * Decodes an EditMessageRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.EditMessageRequest & im.EditMessageRequest.$Shape} EditMessageRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.EditMessageRequest & im.EditMessageRequest.$Shape;

        /**
         * Verifies an EditMessageRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an EditMessageRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns EditMessageRequest
         */
        static fromObject(object: { [k: string]: any }): im.EditMessageRequest;

        /**
         * Creates a plain object from an EditMessageRequest message. Also converts values to other types if specified.
         * @param message EditMessageRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.EditMessageRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this EditMessageRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for EditMessageRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace EditMessageRequest {

        /** Properties of an EditMessageRequest. */
        interface $Properties {

            /** EditMessageRequest clientMessageId */
            clientMessageId?: (Uint8Array|null);

            /** EditMessageRequest conversationId */
            conversationId?: (string|null);

            /** EditMessageRequest seq */
            seq?: (number|null);

            /** EditMessageRequest text */
            text?: (string|null);

            /** EditMessageRequest body */
            body?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EditMessageRequest. */
        type $Shape = im.EditMessageRequest.$Properties;
    }

    /**
     * Properties of a ReactRequest.
     * @deprecated Use im.ReactRequest.$Properties instead.
     */
    interface IReactRequest extends im.ReactRequest.$Properties {
    }

    /** Represents a ReactRequest. */
    class ReactRequest {

        /** Reflection-backed declarations are not constructable. Use ReactRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReactRequest clientMessageId. */
        clientMessageId: Uint8Array;

        /** ReactRequest conversationId. */
        conversationId: string;

        /** ReactRequest seq. */
        seq: number;

        /** ReactRequest emoji. */
        emoji: string;

        /** ReactRequest remove. */
        remove: boolean;

        /**
         * Creates a new ReactRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ReactRequest instance
         */
        static create(properties: im.ReactRequest.$Shape): im.ReactRequest & im.ReactRequest.$Shape;
        static create(properties?: im.ReactRequest.$Properties): im.ReactRequest;

        /**
         * Encodes the specified ReactRequest message. Does not implicitly {@link im.ReactRequest.verify|verify} messages.
         * @param message ReactRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ReactRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ReactRequest message, length delimited. Does not implicitly {@link im.ReactRequest.verify|verify} messages.
         * @param message ReactRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ReactRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReactRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ReactRequest & im.ReactRequest.$Shape} ReactRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ReactRequest & im.ReactRequest.$Shape;

        /**
         * Decodes a ReactRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ReactRequest & im.ReactRequest.$Shape} ReactRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ReactRequest & im.ReactRequest.$Shape;

        /**
         * Verifies a ReactRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ReactRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ReactRequest
         */
        static fromObject(object: { [k: string]: any }): im.ReactRequest;

        /**
         * Creates a plain object from a ReactRequest message. Also converts values to other types if specified.
         * @param message ReactRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ReactRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ReactRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ReactRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ReactRequest {

        /** Properties of a ReactRequest. */
        interface $Properties {

            /** ReactRequest clientMessageId */
            clientMessageId?: (Uint8Array|null);

            /** ReactRequest conversationId */
            conversationId?: (string|null);

            /** ReactRequest seq */
            seq?: (number|null);

            /** ReactRequest emoji */
            emoji?: (string|null);

            /** ReactRequest remove */
            remove?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReactRequest. */
        type $Shape = im.ReactRequest.$Properties;
    }

    /**
     * Properties of a DeleteForMeRequest.
     * @deprecated Use im.DeleteForMeRequest.$Properties instead.
     */
    interface IDeleteForMeRequest extends im.DeleteForMeRequest.$Properties {
    }

    /** Represents a DeleteForMeRequest. */
    class DeleteForMeRequest {

        /** Reflection-backed declarations are not constructable. Use DeleteForMeRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeleteForMeRequest conversationId. */
        conversationId: string;

        /** DeleteForMeRequest seqs. */
        seqs: number[];

        /**
         * Creates a new DeleteForMeRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DeleteForMeRequest instance
         */
        static create(properties: im.DeleteForMeRequest.$Shape): im.DeleteForMeRequest & im.DeleteForMeRequest.$Shape;
        static create(properties?: im.DeleteForMeRequest.$Properties): im.DeleteForMeRequest;

        /**
         * Encodes the specified DeleteForMeRequest message. Does not implicitly {@link im.DeleteForMeRequest.verify|verify} messages.
         * @param message DeleteForMeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DeleteForMeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DeleteForMeRequest message, length delimited. Does not implicitly {@link im.DeleteForMeRequest.verify|verify} messages.
         * @param message DeleteForMeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DeleteForMeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeleteForMeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DeleteForMeRequest & im.DeleteForMeRequest.$Shape} DeleteForMeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DeleteForMeRequest & im.DeleteForMeRequest.$Shape;

        /**
         * Decodes a DeleteForMeRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DeleteForMeRequest & im.DeleteForMeRequest.$Shape} DeleteForMeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DeleteForMeRequest & im.DeleteForMeRequest.$Shape;

        /**
         * Verifies a DeleteForMeRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DeleteForMeRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DeleteForMeRequest
         */
        static fromObject(object: { [k: string]: any }): im.DeleteForMeRequest;

        /**
         * Creates a plain object from a DeleteForMeRequest message. Also converts values to other types if specified.
         * @param message DeleteForMeRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DeleteForMeRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DeleteForMeRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DeleteForMeRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DeleteForMeRequest {

        /** Properties of a DeleteForMeRequest. */
        interface $Properties {

            /** DeleteForMeRequest conversationId */
            conversationId?: (string|null);

            /** DeleteForMeRequest seqs */
            seqs?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeleteForMeRequest. */
        type $Shape = im.DeleteForMeRequest.$Properties;
    }

    /**
     * Properties of a DeleteForMeReply.
     * @deprecated Use im.DeleteForMeReply.$Properties instead.
     */
    interface IDeleteForMeReply extends im.DeleteForMeReply.$Properties {
    }

    /** Represents a DeleteForMeReply. */
    class DeleteForMeReply {

        /** Reflection-backed declarations are not constructable. Use DeleteForMeReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeleteForMeReply stateVersion. */
        stateVersion: number;

        /**
         * Creates a new DeleteForMeReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DeleteForMeReply instance
         */
        static create(properties: im.DeleteForMeReply.$Shape): im.DeleteForMeReply & im.DeleteForMeReply.$Shape;
        static create(properties?: im.DeleteForMeReply.$Properties): im.DeleteForMeReply;

        /**
         * Encodes the specified DeleteForMeReply message. Does not implicitly {@link im.DeleteForMeReply.verify|verify} messages.
         * @param message DeleteForMeReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DeleteForMeReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DeleteForMeReply message, length delimited. Does not implicitly {@link im.DeleteForMeReply.verify|verify} messages.
         * @param message DeleteForMeReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DeleteForMeReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeleteForMeReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DeleteForMeReply & im.DeleteForMeReply.$Shape} DeleteForMeReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DeleteForMeReply & im.DeleteForMeReply.$Shape;

        /**
         * Decodes a DeleteForMeReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DeleteForMeReply & im.DeleteForMeReply.$Shape} DeleteForMeReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DeleteForMeReply & im.DeleteForMeReply.$Shape;

        /**
         * Verifies a DeleteForMeReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DeleteForMeReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DeleteForMeReply
         */
        static fromObject(object: { [k: string]: any }): im.DeleteForMeReply;

        /**
         * Creates a plain object from a DeleteForMeReply message. Also converts values to other types if specified.
         * @param message DeleteForMeReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DeleteForMeReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DeleteForMeReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DeleteForMeReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DeleteForMeReply {

        /** Properties of a DeleteForMeReply. */
        interface $Properties {

            /** DeleteForMeReply stateVersion */
            stateVersion?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeleteForMeReply. */
        type $Shape = im.DeleteForMeReply.$Properties;
    }

    /**
     * Properties of a PullMessagesRequest.
     * @deprecated Use im.PullMessagesRequest.$Properties instead.
     */
    interface IPullMessagesRequest extends im.PullMessagesRequest.$Properties {
    }

    /** Represents a PullMessagesRequest. */
    class PullMessagesRequest {

        /** Reflection-backed declarations are not constructable. Use PullMessagesRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PullMessagesRequest conversationId. */
        conversationId: string;

        /** PullMessagesRequest afterSeq. */
        afterSeq: number;

        /** PullMessagesRequest limit. */
        limit: number;

        /** PullMessagesRequest beforeSeq. */
        beforeSeq: number;

        /**
         * Creates a new PullMessagesRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns PullMessagesRequest instance
         */
        static create(properties: im.PullMessagesRequest.$Shape): im.PullMessagesRequest & im.PullMessagesRequest.$Shape;
        static create(properties?: im.PullMessagesRequest.$Properties): im.PullMessagesRequest;

        /**
         * Encodes the specified PullMessagesRequest message. Does not implicitly {@link im.PullMessagesRequest.verify|verify} messages.
         * @param message PullMessagesRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.PullMessagesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified PullMessagesRequest message, length delimited. Does not implicitly {@link im.PullMessagesRequest.verify|verify} messages.
         * @param message PullMessagesRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.PullMessagesRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PullMessagesRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.PullMessagesRequest & im.PullMessagesRequest.$Shape} PullMessagesRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.PullMessagesRequest & im.PullMessagesRequest.$Shape;

        /**
         * Decodes a PullMessagesRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.PullMessagesRequest & im.PullMessagesRequest.$Shape} PullMessagesRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.PullMessagesRequest & im.PullMessagesRequest.$Shape;

        /**
         * Verifies a PullMessagesRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a PullMessagesRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns PullMessagesRequest
         */
        static fromObject(object: { [k: string]: any }): im.PullMessagesRequest;

        /**
         * Creates a plain object from a PullMessagesRequest message. Also converts values to other types if specified.
         * @param message PullMessagesRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.PullMessagesRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this PullMessagesRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for PullMessagesRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace PullMessagesRequest {

        /** Properties of a PullMessagesRequest. */
        interface $Properties {

            /** PullMessagesRequest conversationId */
            conversationId?: (string|null);

            /** PullMessagesRequest afterSeq */
            afterSeq?: (number|null);

            /** PullMessagesRequest limit */
            limit?: (number|null);

            /** PullMessagesRequest beforeSeq */
            beforeSeq?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PullMessagesRequest. */
        type $Shape = im.PullMessagesRequest.$Properties;
    }

    /**
     * Properties of a PullMessagesReply.
     * @deprecated Use im.PullMessagesReply.$Properties instead.
     */
    interface IPullMessagesReply extends im.PullMessagesReply.$Properties {
    }

    /** Represents a PullMessagesReply. */
    class PullMessagesReply {

        /** Reflection-backed declarations are not constructable. Use PullMessagesReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** PullMessagesReply messages. */
        messages: im.Message.$Properties[];

        /** PullMessagesReply lastSeq. */
        lastSeq: number;

        /** PullMessagesReply firstSeq. */
        firstSeq: number;

        /** PullMessagesReply deletedSeqs. */
        deletedSeqs: number[];

        /**
         * Creates a new PullMessagesReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns PullMessagesReply instance
         */
        static create(properties: im.PullMessagesReply.$Shape): im.PullMessagesReply & im.PullMessagesReply.$Shape;
        static create(properties?: im.PullMessagesReply.$Properties): im.PullMessagesReply;

        /**
         * Encodes the specified PullMessagesReply message. Does not implicitly {@link im.PullMessagesReply.verify|verify} messages.
         * @param message PullMessagesReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.PullMessagesReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified PullMessagesReply message, length delimited. Does not implicitly {@link im.PullMessagesReply.verify|verify} messages.
         * @param message PullMessagesReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.PullMessagesReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a PullMessagesReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.PullMessagesReply & im.PullMessagesReply.$Shape} PullMessagesReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.PullMessagesReply & im.PullMessagesReply.$Shape;

        /**
         * Decodes a PullMessagesReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.PullMessagesReply & im.PullMessagesReply.$Shape} PullMessagesReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.PullMessagesReply & im.PullMessagesReply.$Shape;

        /**
         * Verifies a PullMessagesReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a PullMessagesReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns PullMessagesReply
         */
        static fromObject(object: { [k: string]: any }): im.PullMessagesReply;

        /**
         * Creates a plain object from a PullMessagesReply message. Also converts values to other types if specified.
         * @param message PullMessagesReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.PullMessagesReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this PullMessagesReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for PullMessagesReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace PullMessagesReply {

        /** Properties of a PullMessagesReply. */
        interface $Properties {

            /** PullMessagesReply messages */
            messages?: (im.Message.$Properties[]|null);

            /** PullMessagesReply lastSeq */
            lastSeq?: (number|null);

            /** PullMessagesReply firstSeq */
            firstSeq?: (number|null);

            /** PullMessagesReply deletedSeqs */
            deletedSeqs?: (number[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PullMessagesReply. */
        type $Shape = im.PullMessagesReply.$Properties;
    }

    /**
     * Properties of a Profile.
     * @deprecated Use im.Profile.$Properties instead.
     */
    interface IProfile extends im.Profile.$Properties {
    }

    /** Represents a Profile. */
    class Profile {

        /** Reflection-backed declarations are not constructable. Use Profile.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Profile userId. */
        userId: string;

        /** Profile name. */
        name: string;

        /** Profile displayName. */
        displayName: string;

        /** Profile avatarUrl. */
        avatarUrl: string;

        /** Profile about. */
        about: string;

        /** Profile language. */
        language: string;

        /**
         * Creates a new Profile instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Profile instance
         */
        static create(properties: im.Profile.$Shape): im.Profile & im.Profile.$Shape;
        static create(properties?: im.Profile.$Properties): im.Profile;

        /**
         * Encodes the specified Profile message. Does not implicitly {@link im.Profile.verify|verify} messages.
         * @param message Profile message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Profile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Profile message, length delimited. Does not implicitly {@link im.Profile.verify|verify} messages.
         * @param message Profile message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Profile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Profile message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Profile & im.Profile.$Shape} Profile
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Profile & im.Profile.$Shape;

        /**
         * Decodes a Profile message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Profile & im.Profile.$Shape} Profile
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Profile & im.Profile.$Shape;

        /**
         * Verifies a Profile message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Profile message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Profile
         */
        static fromObject(object: { [k: string]: any }): im.Profile;

        /**
         * Creates a plain object from a Profile message. Also converts values to other types if specified.
         * @param message Profile
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Profile, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Profile to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Profile
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Profile {

        /** Properties of a Profile. */
        interface $Properties {

            /** Profile userId */
            userId?: (string|null);

            /** Profile name */
            name?: (string|null);

            /** Profile displayName */
            displayName?: (string|null);

            /** Profile avatarUrl */
            avatarUrl?: (string|null);

            /** Profile about */
            about?: (string|null);

            /** Profile language */
            language?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Profile. */
        type $Shape = im.Profile.$Properties;
    }

    /** WhoMayWrite enum. */
    enum WhoMayWrite {

        /** SERVER_DEFAULT value */
        SERVER_DEFAULT = 0,

        /** ANYONE value */
        ANYONE = 1,

        /** FRIENDS_ONLY value */
        FRIENDS_ONLY = 2
    }

    /**
     * Properties of an OwnProfile.
     * @deprecated Use im.OwnProfile.$Properties instead.
     */
    interface IOwnProfile extends im.OwnProfile.$Properties {
    }

    /** Represents an OwnProfile. */
    class OwnProfile {

        /** Reflection-backed declarations are not constructable. Use OwnProfile.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** OwnProfile profile. */
        profile?: (im.Profile.$Properties|null);

        /** OwnProfile findableByEmail. */
        findableByEmail: boolean;

        /** OwnProfile whoMayWrite. */
        whoMayWrite: im.WhoMayWrite;

        /**
         * Creates a new OwnProfile instance using the specified properties.
         * @param [properties] Properties to set
         * @returns OwnProfile instance
         */
        static create(properties: im.OwnProfile.$Shape): im.OwnProfile & im.OwnProfile.$Shape;
        static create(properties?: im.OwnProfile.$Properties): im.OwnProfile;

        /**
         * Encodes the specified OwnProfile message. Does not implicitly {@link im.OwnProfile.verify|verify} messages.
         * @param message OwnProfile message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.OwnProfile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified OwnProfile message, length delimited. Does not implicitly {@link im.OwnProfile.verify|verify} messages.
         * @param message OwnProfile message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.OwnProfile.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an OwnProfile message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.OwnProfile & im.OwnProfile.$Shape} OwnProfile
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.OwnProfile & im.OwnProfile.$Shape;

        /**
         * Decodes an OwnProfile message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.OwnProfile & im.OwnProfile.$Shape} OwnProfile
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.OwnProfile & im.OwnProfile.$Shape;

        /**
         * Verifies an OwnProfile message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an OwnProfile message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns OwnProfile
         */
        static fromObject(object: { [k: string]: any }): im.OwnProfile;

        /**
         * Creates a plain object from an OwnProfile message. Also converts values to other types if specified.
         * @param message OwnProfile
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.OwnProfile, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this OwnProfile to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for OwnProfile
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace OwnProfile {

        /** Properties of an OwnProfile. */
        interface $Properties {

            /** OwnProfile profile */
            profile?: (im.Profile.$Properties|null);

            /** OwnProfile findableByEmail */
            findableByEmail?: (boolean|null);

            /** OwnProfile whoMayWrite */
            whoMayWrite?: (im.WhoMayWrite|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an OwnProfile. */
        type $Shape = im.OwnProfile.$Properties;
    }

    /**
     * Properties of a FindUserRequest.
     * @deprecated Use im.FindUserRequest.$Properties instead.
     */
    interface IFindUserRequest extends im.FindUserRequest.$Properties {
    }

    /** Represents a FindUserRequest. */
    class FindUserRequest {

        /** Reflection-backed declarations are not constructable. Use FindUserRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FindUserRequest name. */
        name: string;

        /**
         * Creates a new FindUserRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns FindUserRequest instance
         */
        static create(properties: im.FindUserRequest.$Shape): im.FindUserRequest & im.FindUserRequest.$Shape;
        static create(properties?: im.FindUserRequest.$Properties): im.FindUserRequest;

        /**
         * Encodes the specified FindUserRequest message. Does not implicitly {@link im.FindUserRequest.verify|verify} messages.
         * @param message FindUserRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.FindUserRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified FindUserRequest message, length delimited. Does not implicitly {@link im.FindUserRequest.verify|verify} messages.
         * @param message FindUserRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.FindUserRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FindUserRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.FindUserRequest & im.FindUserRequest.$Shape} FindUserRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.FindUserRequest & im.FindUserRequest.$Shape;

        /**
         * Decodes a FindUserRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.FindUserRequest & im.FindUserRequest.$Shape} FindUserRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.FindUserRequest & im.FindUserRequest.$Shape;

        /**
         * Verifies a FindUserRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a FindUserRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns FindUserRequest
         */
        static fromObject(object: { [k: string]: any }): im.FindUserRequest;

        /**
         * Creates a plain object from a FindUserRequest message. Also converts values to other types if specified.
         * @param message FindUserRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.FindUserRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this FindUserRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for FindUserRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace FindUserRequest {

        /** Properties of a FindUserRequest. */
        interface $Properties {

            /** FindUserRequest name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FindUserRequest. */
        type $Shape = im.FindUserRequest.$Properties;
    }

    /**
     * Properties of a FindUserReply.
     * @deprecated Use im.FindUserReply.$Properties instead.
     */
    interface IFindUserReply extends im.FindUserReply.$Properties {
    }

    /** Represents a FindUserReply. */
    class FindUserReply {

        /** Reflection-backed declarations are not constructable. Use FindUserReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** FindUserReply userId. */
        userId: string;

        /** FindUserReply name. */
        name: string;

        /**
         * Creates a new FindUserReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns FindUserReply instance
         */
        static create(properties: im.FindUserReply.$Shape): im.FindUserReply & im.FindUserReply.$Shape;
        static create(properties?: im.FindUserReply.$Properties): im.FindUserReply;

        /**
         * Encodes the specified FindUserReply message. Does not implicitly {@link im.FindUserReply.verify|verify} messages.
         * @param message FindUserReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.FindUserReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified FindUserReply message, length delimited. Does not implicitly {@link im.FindUserReply.verify|verify} messages.
         * @param message FindUserReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.FindUserReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a FindUserReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.FindUserReply & im.FindUserReply.$Shape} FindUserReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.FindUserReply & im.FindUserReply.$Shape;

        /**
         * Decodes a FindUserReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.FindUserReply & im.FindUserReply.$Shape} FindUserReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.FindUserReply & im.FindUserReply.$Shape;

        /**
         * Verifies a FindUserReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a FindUserReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns FindUserReply
         */
        static fromObject(object: { [k: string]: any }): im.FindUserReply;

        /**
         * Creates a plain object from a FindUserReply message. Also converts values to other types if specified.
         * @param message FindUserReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.FindUserReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this FindUserReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for FindUserReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace FindUserReply {

        /** Properties of a FindUserReply. */
        interface $Properties {

            /** FindUserReply userId */
            userId?: (string|null);

            /** FindUserReply name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FindUserReply. */
        type $Shape = im.FindUserReply.$Properties;
    }

    /**
     * Properties of a GetProfileRequest.
     * @deprecated Use im.GetProfileRequest.$Properties instead.
     */
    interface IGetProfileRequest extends im.GetProfileRequest.$Properties {
    }

    /** Represents a GetProfileRequest. */
    class GetProfileRequest {

        /** Reflection-backed declarations are not constructable. Use GetProfileRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GetProfileRequest userId. */
        userId: string;

        /**
         * Creates a new GetProfileRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns GetProfileRequest instance
         */
        static create(properties: im.GetProfileRequest.$Shape): im.GetProfileRequest & im.GetProfileRequest.$Shape;
        static create(properties?: im.GetProfileRequest.$Properties): im.GetProfileRequest;

        /**
         * Encodes the specified GetProfileRequest message. Does not implicitly {@link im.GetProfileRequest.verify|verify} messages.
         * @param message GetProfileRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.GetProfileRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified GetProfileRequest message, length delimited. Does not implicitly {@link im.GetProfileRequest.verify|verify} messages.
         * @param message GetProfileRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.GetProfileRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GetProfileRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.GetProfileRequest & im.GetProfileRequest.$Shape} GetProfileRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.GetProfileRequest & im.GetProfileRequest.$Shape;

        /**
         * Decodes a GetProfileRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.GetProfileRequest & im.GetProfileRequest.$Shape} GetProfileRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.GetProfileRequest & im.GetProfileRequest.$Shape;

        /**
         * Verifies a GetProfileRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a GetProfileRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns GetProfileRequest
         */
        static fromObject(object: { [k: string]: any }): im.GetProfileRequest;

        /**
         * Creates a plain object from a GetProfileRequest message. Also converts values to other types if specified.
         * @param message GetProfileRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.GetProfileRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this GetProfileRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for GetProfileRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace GetProfileRequest {

        /** Properties of a GetProfileRequest. */
        interface $Properties {

            /** GetProfileRequest userId */
            userId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GetProfileRequest. */
        type $Shape = im.GetProfileRequest.$Properties;
    }

    /**
     * Properties of a GetProfileReply.
     * @deprecated Use im.GetProfileReply.$Properties instead.
     */
    interface IGetProfileReply extends im.GetProfileReply.$Properties {
    }

    /** Represents a GetProfileReply. */
    class GetProfileReply {

        /** Reflection-backed declarations are not constructable. Use GetProfileReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GetProfileReply profile. */
        profile?: (im.Profile.$Properties|null);

        /** GetProfileReply own. */
        own?: (im.OwnProfile.$Properties|null);

        /**
         * Creates a new GetProfileReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns GetProfileReply instance
         */
        static create(properties: im.GetProfileReply.$Shape): im.GetProfileReply & im.GetProfileReply.$Shape;
        static create(properties?: im.GetProfileReply.$Properties): im.GetProfileReply;

        /**
         * Encodes the specified GetProfileReply message. Does not implicitly {@link im.GetProfileReply.verify|verify} messages.
         * @param message GetProfileReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.GetProfileReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified GetProfileReply message, length delimited. Does not implicitly {@link im.GetProfileReply.verify|verify} messages.
         * @param message GetProfileReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.GetProfileReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GetProfileReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.GetProfileReply & im.GetProfileReply.$Shape} GetProfileReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.GetProfileReply & im.GetProfileReply.$Shape;

        /**
         * Decodes a GetProfileReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.GetProfileReply & im.GetProfileReply.$Shape} GetProfileReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.GetProfileReply & im.GetProfileReply.$Shape;

        /**
         * Verifies a GetProfileReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a GetProfileReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns GetProfileReply
         */
        static fromObject(object: { [k: string]: any }): im.GetProfileReply;

        /**
         * Creates a plain object from a GetProfileReply message. Also converts values to other types if specified.
         * @param message GetProfileReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.GetProfileReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this GetProfileReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for GetProfileReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace GetProfileReply {

        /** Properties of a GetProfileReply. */
        interface $Properties {

            /** GetProfileReply profile */
            profile?: (im.Profile.$Properties|null);

            /** GetProfileReply own */
            own?: (im.OwnProfile.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GetProfileReply. */
        type $Shape = im.GetProfileReply.$Properties;
    }

    /**
     * Properties of an UpdateProfileRequest.
     * @deprecated Use im.UpdateProfileRequest.$Properties instead.
     */
    interface IUpdateProfileRequest extends im.UpdateProfileRequest.$Properties {
    }

    /** Represents an UpdateProfileRequest. */
    class UpdateProfileRequest {

        /** Reflection-backed declarations are not constructable. Use UpdateProfileRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UpdateProfileRequest displayName. */
        displayName?: (string|null);

        /** UpdateProfileRequest avatarUrl. */
        avatarUrl?: (string|null);

        /** UpdateProfileRequest about. */
        about?: (string|null);

        /** UpdateProfileRequest language. */
        language?: (string|null);

        /** UpdateProfileRequest findableByEmail. */
        findableByEmail?: (boolean|null);

        /** UpdateProfileRequest whoMayWrite. */
        whoMayWrite?: (im.WhoMayWrite|null);

        /**
         * Creates a new UpdateProfileRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UpdateProfileRequest instance
         */
        static create(properties: im.UpdateProfileRequest.$Shape): im.UpdateProfileRequest & im.UpdateProfileRequest.$Shape;
        static create(properties?: im.UpdateProfileRequest.$Properties): im.UpdateProfileRequest;

        /**
         * Encodes the specified UpdateProfileRequest message. Does not implicitly {@link im.UpdateProfileRequest.verify|verify} messages.
         * @param message UpdateProfileRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.UpdateProfileRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified UpdateProfileRequest message, length delimited. Does not implicitly {@link im.UpdateProfileRequest.verify|verify} messages.
         * @param message UpdateProfileRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.UpdateProfileRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UpdateProfileRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.UpdateProfileRequest & im.UpdateProfileRequest.$Shape} UpdateProfileRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.UpdateProfileRequest & im.UpdateProfileRequest.$Shape;

        /**
         * Decodes an UpdateProfileRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.UpdateProfileRequest & im.UpdateProfileRequest.$Shape} UpdateProfileRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.UpdateProfileRequest & im.UpdateProfileRequest.$Shape;

        /**
         * Verifies an UpdateProfileRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an UpdateProfileRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns UpdateProfileRequest
         */
        static fromObject(object: { [k: string]: any }): im.UpdateProfileRequest;

        /**
         * Creates a plain object from an UpdateProfileRequest message. Also converts values to other types if specified.
         * @param message UpdateProfileRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.UpdateProfileRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this UpdateProfileRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for UpdateProfileRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace UpdateProfileRequest {

        /** Properties of an UpdateProfileRequest. */
        interface $Properties {

            /** UpdateProfileRequest displayName */
            displayName?: (string|null);

            /** UpdateProfileRequest avatarUrl */
            avatarUrl?: (string|null);

            /** UpdateProfileRequest about */
            about?: (string|null);

            /** UpdateProfileRequest language */
            language?: (string|null);

            /** UpdateProfileRequest findableByEmail */
            findableByEmail?: (boolean|null);

            /** UpdateProfileRequest whoMayWrite */
            whoMayWrite?: (im.WhoMayWrite|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UpdateProfileRequest. */
        type $Shape = im.UpdateProfileRequest.$Properties;
    }

    /**
     * Properties of an UpdateProfileReply.
     * @deprecated Use im.UpdateProfileReply.$Properties instead.
     */
    interface IUpdateProfileReply extends im.UpdateProfileReply.$Properties {
    }

    /** Represents an UpdateProfileReply. */
    class UpdateProfileReply {

        /** Reflection-backed declarations are not constructable. Use UpdateProfileReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UpdateProfileReply profile. */
        profile?: (im.OwnProfile.$Properties|null);

        /**
         * Creates a new UpdateProfileReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UpdateProfileReply instance
         */
        static create(properties: im.UpdateProfileReply.$Shape): im.UpdateProfileReply & im.UpdateProfileReply.$Shape;
        static create(properties?: im.UpdateProfileReply.$Properties): im.UpdateProfileReply;

        /**
         * Encodes the specified UpdateProfileReply message. Does not implicitly {@link im.UpdateProfileReply.verify|verify} messages.
         * @param message UpdateProfileReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.UpdateProfileReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified UpdateProfileReply message, length delimited. Does not implicitly {@link im.UpdateProfileReply.verify|verify} messages.
         * @param message UpdateProfileReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.UpdateProfileReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UpdateProfileReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.UpdateProfileReply & im.UpdateProfileReply.$Shape} UpdateProfileReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.UpdateProfileReply & im.UpdateProfileReply.$Shape;

        /**
         * Decodes an UpdateProfileReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.UpdateProfileReply & im.UpdateProfileReply.$Shape} UpdateProfileReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.UpdateProfileReply & im.UpdateProfileReply.$Shape;

        /**
         * Verifies an UpdateProfileReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an UpdateProfileReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns UpdateProfileReply
         */
        static fromObject(object: { [k: string]: any }): im.UpdateProfileReply;

        /**
         * Creates a plain object from an UpdateProfileReply message. Also converts values to other types if specified.
         * @param message UpdateProfileReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.UpdateProfileReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this UpdateProfileReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for UpdateProfileReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace UpdateProfileReply {

        /** Properties of an UpdateProfileReply. */
        interface $Properties {

            /** UpdateProfileReply profile */
            profile?: (im.OwnProfile.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UpdateProfileReply. */
        type $Shape = im.UpdateProfileReply.$Properties;
    }

    /**
     * Properties of a SearchUsersRequest.
     * @deprecated Use im.SearchUsersRequest.$Properties instead.
     */
    interface ISearchUsersRequest extends im.SearchUsersRequest.$Properties {
    }

    /** Represents a SearchUsersRequest. */
    class SearchUsersRequest {

        /** Reflection-backed declarations are not constructable. Use SearchUsersRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SearchUsersRequest by. */
        by: im.SearchUsersRequest.By;

        /** SearchUsersRequest text. */
        text: string;

        /** SearchUsersRequest after. */
        after: string;

        /** SearchUsersRequest limit. */
        limit: number;

        /**
         * Creates a new SearchUsersRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SearchUsersRequest instance
         */
        static create(properties: im.SearchUsersRequest.$Shape): im.SearchUsersRequest & im.SearchUsersRequest.$Shape;
        static create(properties?: im.SearchUsersRequest.$Properties): im.SearchUsersRequest;

        /**
         * Encodes the specified SearchUsersRequest message. Does not implicitly {@link im.SearchUsersRequest.verify|verify} messages.
         * @param message SearchUsersRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SearchUsersRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SearchUsersRequest message, length delimited. Does not implicitly {@link im.SearchUsersRequest.verify|verify} messages.
         * @param message SearchUsersRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SearchUsersRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SearchUsersRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SearchUsersRequest & im.SearchUsersRequest.$Shape} SearchUsersRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SearchUsersRequest & im.SearchUsersRequest.$Shape;

        /**
         * Decodes a SearchUsersRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SearchUsersRequest & im.SearchUsersRequest.$Shape} SearchUsersRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SearchUsersRequest & im.SearchUsersRequest.$Shape;

        /**
         * Verifies a SearchUsersRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SearchUsersRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SearchUsersRequest
         */
        static fromObject(object: { [k: string]: any }): im.SearchUsersRequest;

        /**
         * Creates a plain object from a SearchUsersRequest message. Also converts values to other types if specified.
         * @param message SearchUsersRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SearchUsersRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SearchUsersRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SearchUsersRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SearchUsersRequest {

        /** Properties of a SearchUsersRequest. */
        interface $Properties {

            /** SearchUsersRequest by */
            by?: (im.SearchUsersRequest.By|null);

            /** SearchUsersRequest text */
            text?: (string|null);

            /** SearchUsersRequest after */
            after?: (string|null);

            /** SearchUsersRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SearchUsersRequest. */
        type $Shape = im.SearchUsersRequest.$Properties;

        /** By enum. */
        enum By {

            /** NAME value */
            NAME = 0,

            /** NAME_PREFIX value */
            NAME_PREFIX = 1,

            /** EMAIL value */
            EMAIL = 2
        }
    }

    /**
     * Properties of a SearchUsersReply.
     * @deprecated Use im.SearchUsersReply.$Properties instead.
     */
    interface ISearchUsersReply extends im.SearchUsersReply.$Properties {
    }

    /** Represents a SearchUsersReply. */
    class SearchUsersReply {

        /** Reflection-backed declarations are not constructable. Use SearchUsersReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SearchUsersReply users. */
        users: im.Profile.$Properties[];

        /** SearchUsersReply next. */
        next: string;

        /**
         * Creates a new SearchUsersReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SearchUsersReply instance
         */
        static create(properties: im.SearchUsersReply.$Shape): im.SearchUsersReply & im.SearchUsersReply.$Shape;
        static create(properties?: im.SearchUsersReply.$Properties): im.SearchUsersReply;

        /**
         * Encodes the specified SearchUsersReply message. Does not implicitly {@link im.SearchUsersReply.verify|verify} messages.
         * @param message SearchUsersReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SearchUsersReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SearchUsersReply message, length delimited. Does not implicitly {@link im.SearchUsersReply.verify|verify} messages.
         * @param message SearchUsersReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SearchUsersReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SearchUsersReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SearchUsersReply & im.SearchUsersReply.$Shape} SearchUsersReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SearchUsersReply & im.SearchUsersReply.$Shape;

        /**
         * Decodes a SearchUsersReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SearchUsersReply & im.SearchUsersReply.$Shape} SearchUsersReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SearchUsersReply & im.SearchUsersReply.$Shape;

        /**
         * Verifies a SearchUsersReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SearchUsersReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SearchUsersReply
         */
        static fromObject(object: { [k: string]: any }): im.SearchUsersReply;

        /**
         * Creates a plain object from a SearchUsersReply message. Also converts values to other types if specified.
         * @param message SearchUsersReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SearchUsersReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SearchUsersReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SearchUsersReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SearchUsersReply {

        /** Properties of a SearchUsersReply. */
        interface $Properties {

            /** SearchUsersReply users */
            users?: (im.Profile.$Properties[]|null);

            /** SearchUsersReply next */
            next?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SearchUsersReply. */
        type $Shape = im.SearchUsersReply.$Properties;
    }

    /**
     * Properties of a Relation.
     * @deprecated Use im.Relation.$Properties instead.
     */
    interface IRelation extends im.Relation.$Properties {
    }

    /** Represents a Relation. */
    class Relation {

        /** Reflection-backed declarations are not constructable. Use Relation.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Relation other. */
        other?: (im.Profile.$Properties|null);

        /** Relation friend. */
        friend: boolean;

        /** Relation remark. */
        remark: string;

        /** Relation incomingRequest. */
        incomingRequest: boolean;

        /** Relation greeting. */
        greeting: string;

        /** Relation outgoingRequest. */
        outgoingRequest: boolean;

        /** Relation blocked. */
        blocked: boolean;

        /** Relation since. */
        since: number;

        /** Relation version. */
        version: number;

        /**
         * Creates a new Relation instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Relation instance
         */
        static create(properties: im.Relation.$Shape): im.Relation & im.Relation.$Shape;
        static create(properties?: im.Relation.$Properties): im.Relation;

        /**
         * Encodes the specified Relation message. Does not implicitly {@link im.Relation.verify|verify} messages.
         * @param message Relation message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Relation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Relation message, length delimited. Does not implicitly {@link im.Relation.verify|verify} messages.
         * @param message Relation message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Relation.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Relation message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Relation & im.Relation.$Shape} Relation
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Relation & im.Relation.$Shape;

        /**
         * Decodes a Relation message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Relation & im.Relation.$Shape} Relation
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Relation & im.Relation.$Shape;

        /**
         * Verifies a Relation message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Relation message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Relation
         */
        static fromObject(object: { [k: string]: any }): im.Relation;

        /**
         * Creates a plain object from a Relation message. Also converts values to other types if specified.
         * @param message Relation
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Relation, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Relation to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Relation
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Relation {

        /** Properties of a Relation. */
        interface $Properties {

            /** Relation other */
            other?: (im.Profile.$Properties|null);

            /** Relation friend */
            friend?: (boolean|null);

            /** Relation remark */
            remark?: (string|null);

            /** Relation incomingRequest */
            incomingRequest?: (boolean|null);

            /** Relation greeting */
            greeting?: (string|null);

            /** Relation outgoingRequest */
            outgoingRequest?: (boolean|null);

            /** Relation blocked */
            blocked?: (boolean|null);

            /** Relation since */
            since?: (number|null);

            /** Relation version */
            version?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Relation. */
        type $Shape = im.Relation.$Properties;
    }

    /**
     * Properties of a RequestFriendRequest.
     * @deprecated Use im.RequestFriendRequest.$Properties instead.
     */
    interface IRequestFriendRequest extends im.RequestFriendRequest.$Properties {
    }

    /** Represents a RequestFriendRequest. */
    class RequestFriendRequest {

        /** Reflection-backed declarations are not constructable. Use RequestFriendRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RequestFriendRequest userId. */
        userId: string;

        /** RequestFriendRequest greeting. */
        greeting: string;

        /**
         * Creates a new RequestFriendRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RequestFriendRequest instance
         */
        static create(properties: im.RequestFriendRequest.$Shape): im.RequestFriendRequest & im.RequestFriendRequest.$Shape;
        static create(properties?: im.RequestFriendRequest.$Properties): im.RequestFriendRequest;

        /**
         * Encodes the specified RequestFriendRequest message. Does not implicitly {@link im.RequestFriendRequest.verify|verify} messages.
         * @param message RequestFriendRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RequestFriendRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RequestFriendRequest message, length delimited. Does not implicitly {@link im.RequestFriendRequest.verify|verify} messages.
         * @param message RequestFriendRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RequestFriendRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RequestFriendRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RequestFriendRequest & im.RequestFriendRequest.$Shape} RequestFriendRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RequestFriendRequest & im.RequestFriendRequest.$Shape;

        /**
         * Decodes a RequestFriendRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RequestFriendRequest & im.RequestFriendRequest.$Shape} RequestFriendRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RequestFriendRequest & im.RequestFriendRequest.$Shape;

        /**
         * Verifies a RequestFriendRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RequestFriendRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RequestFriendRequest
         */
        static fromObject(object: { [k: string]: any }): im.RequestFriendRequest;

        /**
         * Creates a plain object from a RequestFriendRequest message. Also converts values to other types if specified.
         * @param message RequestFriendRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RequestFriendRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RequestFriendRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RequestFriendRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RequestFriendRequest {

        /** Properties of a RequestFriendRequest. */
        interface $Properties {

            /** RequestFriendRequest userId */
            userId?: (string|null);

            /** RequestFriendRequest greeting */
            greeting?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RequestFriendRequest. */
        type $Shape = im.RequestFriendRequest.$Properties;
    }

    /**
     * Properties of a RequestFriendReply.
     * @deprecated Use im.RequestFriendReply.$Properties instead.
     */
    interface IRequestFriendReply extends im.RequestFriendReply.$Properties {
    }

    /** Represents a RequestFriendReply. */
    class RequestFriendReply {

        /** Reflection-backed declarations are not constructable. Use RequestFriendReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RequestFriendReply relation. */
        relation?: (im.Relation.$Properties|null);

        /**
         * Creates a new RequestFriendReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RequestFriendReply instance
         */
        static create(properties: im.RequestFriendReply.$Shape): im.RequestFriendReply & im.RequestFriendReply.$Shape;
        static create(properties?: im.RequestFriendReply.$Properties): im.RequestFriendReply;

        /**
         * Encodes the specified RequestFriendReply message. Does not implicitly {@link im.RequestFriendReply.verify|verify} messages.
         * @param message RequestFriendReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RequestFriendReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RequestFriendReply message, length delimited. Does not implicitly {@link im.RequestFriendReply.verify|verify} messages.
         * @param message RequestFriendReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RequestFriendReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RequestFriendReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RequestFriendReply & im.RequestFriendReply.$Shape} RequestFriendReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RequestFriendReply & im.RequestFriendReply.$Shape;

        /**
         * Decodes a RequestFriendReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RequestFriendReply & im.RequestFriendReply.$Shape} RequestFriendReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RequestFriendReply & im.RequestFriendReply.$Shape;

        /**
         * Verifies a RequestFriendReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RequestFriendReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RequestFriendReply
         */
        static fromObject(object: { [k: string]: any }): im.RequestFriendReply;

        /**
         * Creates a plain object from a RequestFriendReply message. Also converts values to other types if specified.
         * @param message RequestFriendReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RequestFriendReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RequestFriendReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RequestFriendReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RequestFriendReply {

        /** Properties of a RequestFriendReply. */
        interface $Properties {

            /** RequestFriendReply relation */
            relation?: (im.Relation.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RequestFriendReply. */
        type $Shape = im.RequestFriendReply.$Properties;
    }

    /**
     * Properties of a ListFriendRequestsRequest.
     * @deprecated Use im.ListFriendRequestsRequest.$Properties instead.
     */
    interface IListFriendRequestsRequest extends im.ListFriendRequestsRequest.$Properties {
    }

    /** Represents a ListFriendRequestsRequest. */
    class ListFriendRequestsRequest {

        /** Reflection-backed declarations are not constructable. Use ListFriendRequestsRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListFriendRequestsRequest afterUserId. */
        afterUserId: string;

        /** ListFriendRequestsRequest limit. */
        limit: number;

        /**
         * Creates a new ListFriendRequestsRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListFriendRequestsRequest instance
         */
        static create(properties: im.ListFriendRequestsRequest.$Shape): im.ListFriendRequestsRequest & im.ListFriendRequestsRequest.$Shape;
        static create(properties?: im.ListFriendRequestsRequest.$Properties): im.ListFriendRequestsRequest;

        /**
         * Encodes the specified ListFriendRequestsRequest message. Does not implicitly {@link im.ListFriendRequestsRequest.verify|verify} messages.
         * @param message ListFriendRequestsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListFriendRequestsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListFriendRequestsRequest message, length delimited. Does not implicitly {@link im.ListFriendRequestsRequest.verify|verify} messages.
         * @param message ListFriendRequestsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListFriendRequestsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListFriendRequestsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListFriendRequestsRequest & im.ListFriendRequestsRequest.$Shape} ListFriendRequestsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListFriendRequestsRequest & im.ListFriendRequestsRequest.$Shape;

        /**
         * Decodes a ListFriendRequestsRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListFriendRequestsRequest & im.ListFriendRequestsRequest.$Shape} ListFriendRequestsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListFriendRequestsRequest & im.ListFriendRequestsRequest.$Shape;

        /**
         * Verifies a ListFriendRequestsRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListFriendRequestsRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListFriendRequestsRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListFriendRequestsRequest;

        /**
         * Creates a plain object from a ListFriendRequestsRequest message. Also converts values to other types if specified.
         * @param message ListFriendRequestsRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListFriendRequestsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListFriendRequestsRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListFriendRequestsRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListFriendRequestsRequest {

        /** Properties of a ListFriendRequestsRequest. */
        interface $Properties {

            /** ListFriendRequestsRequest afterUserId */
            afterUserId?: (string|null);

            /** ListFriendRequestsRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListFriendRequestsRequest. */
        type $Shape = im.ListFriendRequestsRequest.$Properties;
    }

    /**
     * Properties of a ListFriendRequestsReply.
     * @deprecated Use im.ListFriendRequestsReply.$Properties instead.
     */
    interface IListFriendRequestsReply extends im.ListFriendRequestsReply.$Properties {
    }

    /** Represents a ListFriendRequestsReply. */
    class ListFriendRequestsReply {

        /** Reflection-backed declarations are not constructable. Use ListFriendRequestsReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListFriendRequestsReply requests. */
        requests: im.Relation.$Properties[];

        /** ListFriendRequestsReply more. */
        more: boolean;

        /**
         * Creates a new ListFriendRequestsReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListFriendRequestsReply instance
         */
        static create(properties: im.ListFriendRequestsReply.$Shape): im.ListFriendRequestsReply & im.ListFriendRequestsReply.$Shape;
        static create(properties?: im.ListFriendRequestsReply.$Properties): im.ListFriendRequestsReply;

        /**
         * Encodes the specified ListFriendRequestsReply message. Does not implicitly {@link im.ListFriendRequestsReply.verify|verify} messages.
         * @param message ListFriendRequestsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListFriendRequestsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListFriendRequestsReply message, length delimited. Does not implicitly {@link im.ListFriendRequestsReply.verify|verify} messages.
         * @param message ListFriendRequestsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListFriendRequestsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListFriendRequestsReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListFriendRequestsReply & im.ListFriendRequestsReply.$Shape} ListFriendRequestsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListFriendRequestsReply & im.ListFriendRequestsReply.$Shape;

        /**
         * Decodes a ListFriendRequestsReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListFriendRequestsReply & im.ListFriendRequestsReply.$Shape} ListFriendRequestsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListFriendRequestsReply & im.ListFriendRequestsReply.$Shape;

        /**
         * Verifies a ListFriendRequestsReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListFriendRequestsReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListFriendRequestsReply
         */
        static fromObject(object: { [k: string]: any }): im.ListFriendRequestsReply;

        /**
         * Creates a plain object from a ListFriendRequestsReply message. Also converts values to other types if specified.
         * @param message ListFriendRequestsReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListFriendRequestsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListFriendRequestsReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListFriendRequestsReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListFriendRequestsReply {

        /** Properties of a ListFriendRequestsReply. */
        interface $Properties {

            /** ListFriendRequestsReply requests */
            requests?: (im.Relation.$Properties[]|null);

            /** ListFriendRequestsReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListFriendRequestsReply. */
        type $Shape = im.ListFriendRequestsReply.$Properties;
    }

    /**
     * Properties of an AnswerFriendRequestRequest.
     * @deprecated Use im.AnswerFriendRequestRequest.$Properties instead.
     */
    interface IAnswerFriendRequestRequest extends im.AnswerFriendRequestRequest.$Properties {
    }

    /** Represents an AnswerFriendRequestRequest. */
    class AnswerFriendRequestRequest {

        /** Reflection-backed declarations are not constructable. Use AnswerFriendRequestRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AnswerFriendRequestRequest userId. */
        userId: string;

        /** AnswerFriendRequestRequest accept. */
        accept: boolean;

        /**
         * Creates a new AnswerFriendRequestRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AnswerFriendRequestRequest instance
         */
        static create(properties: im.AnswerFriendRequestRequest.$Shape): im.AnswerFriendRequestRequest & im.AnswerFriendRequestRequest.$Shape;
        static create(properties?: im.AnswerFriendRequestRequest.$Properties): im.AnswerFriendRequestRequest;

        /**
         * Encodes the specified AnswerFriendRequestRequest message. Does not implicitly {@link im.AnswerFriendRequestRequest.verify|verify} messages.
         * @param message AnswerFriendRequestRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.AnswerFriendRequestRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified AnswerFriendRequestRequest message, length delimited. Does not implicitly {@link im.AnswerFriendRequestRequest.verify|verify} messages.
         * @param message AnswerFriendRequestRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.AnswerFriendRequestRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AnswerFriendRequestRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.AnswerFriendRequestRequest & im.AnswerFriendRequestRequest.$Shape} AnswerFriendRequestRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.AnswerFriendRequestRequest & im.AnswerFriendRequestRequest.$Shape;

        /**
         * Decodes an AnswerFriendRequestRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.AnswerFriendRequestRequest & im.AnswerFriendRequestRequest.$Shape} AnswerFriendRequestRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.AnswerFriendRequestRequest & im.AnswerFriendRequestRequest.$Shape;

        /**
         * Verifies an AnswerFriendRequestRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an AnswerFriendRequestRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns AnswerFriendRequestRequest
         */
        static fromObject(object: { [k: string]: any }): im.AnswerFriendRequestRequest;

        /**
         * Creates a plain object from an AnswerFriendRequestRequest message. Also converts values to other types if specified.
         * @param message AnswerFriendRequestRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.AnswerFriendRequestRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this AnswerFriendRequestRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for AnswerFriendRequestRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace AnswerFriendRequestRequest {

        /** Properties of an AnswerFriendRequestRequest. */
        interface $Properties {

            /** AnswerFriendRequestRequest userId */
            userId?: (string|null);

            /** AnswerFriendRequestRequest accept */
            accept?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AnswerFriendRequestRequest. */
        type $Shape = im.AnswerFriendRequestRequest.$Properties;
    }

    /**
     * Properties of an AnswerFriendRequestReply.
     * @deprecated Use im.AnswerFriendRequestReply.$Properties instead.
     */
    interface IAnswerFriendRequestReply extends im.AnswerFriendRequestReply.$Properties {
    }

    /** Represents an AnswerFriendRequestReply. */
    class AnswerFriendRequestReply {

        /** Reflection-backed declarations are not constructable. Use AnswerFriendRequestReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AnswerFriendRequestReply relation. */
        relation?: (im.Relation.$Properties|null);

        /**
         * Creates a new AnswerFriendRequestReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AnswerFriendRequestReply instance
         */
        static create(properties: im.AnswerFriendRequestReply.$Shape): im.AnswerFriendRequestReply & im.AnswerFriendRequestReply.$Shape;
        static create(properties?: im.AnswerFriendRequestReply.$Properties): im.AnswerFriendRequestReply;

        /**
         * Encodes the specified AnswerFriendRequestReply message. Does not implicitly {@link im.AnswerFriendRequestReply.verify|verify} messages.
         * @param message AnswerFriendRequestReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.AnswerFriendRequestReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified AnswerFriendRequestReply message, length delimited. Does not implicitly {@link im.AnswerFriendRequestReply.verify|verify} messages.
         * @param message AnswerFriendRequestReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.AnswerFriendRequestReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AnswerFriendRequestReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.AnswerFriendRequestReply & im.AnswerFriendRequestReply.$Shape} AnswerFriendRequestReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.AnswerFriendRequestReply & im.AnswerFriendRequestReply.$Shape;

        /**
         * Decodes an AnswerFriendRequestReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.AnswerFriendRequestReply & im.AnswerFriendRequestReply.$Shape} AnswerFriendRequestReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.AnswerFriendRequestReply & im.AnswerFriendRequestReply.$Shape;

        /**
         * Verifies an AnswerFriendRequestReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an AnswerFriendRequestReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns AnswerFriendRequestReply
         */
        static fromObject(object: { [k: string]: any }): im.AnswerFriendRequestReply;

        /**
         * Creates a plain object from an AnswerFriendRequestReply message. Also converts values to other types if specified.
         * @param message AnswerFriendRequestReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.AnswerFriendRequestReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this AnswerFriendRequestReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for AnswerFriendRequestReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace AnswerFriendRequestReply {

        /** Properties of an AnswerFriendRequestReply. */
        interface $Properties {

            /** AnswerFriendRequestReply relation */
            relation?: (im.Relation.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AnswerFriendRequestReply. */
        type $Shape = im.AnswerFriendRequestReply.$Properties;
    }

    /**
     * Properties of a RemoveFriendRequest.
     * @deprecated Use im.RemoveFriendRequest.$Properties instead.
     */
    interface IRemoveFriendRequest extends im.RemoveFriendRequest.$Properties {
    }

    /** Represents a RemoveFriendRequest. */
    class RemoveFriendRequest {

        /** Reflection-backed declarations are not constructable. Use RemoveFriendRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RemoveFriendRequest userId. */
        userId: string;

        /**
         * Creates a new RemoveFriendRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RemoveFriendRequest instance
         */
        static create(properties: im.RemoveFriendRequest.$Shape): im.RemoveFriendRequest & im.RemoveFriendRequest.$Shape;
        static create(properties?: im.RemoveFriendRequest.$Properties): im.RemoveFriendRequest;

        /**
         * Encodes the specified RemoveFriendRequest message. Does not implicitly {@link im.RemoveFriendRequest.verify|verify} messages.
         * @param message RemoveFriendRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RemoveFriendRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RemoveFriendRequest message, length delimited. Does not implicitly {@link im.RemoveFriendRequest.verify|verify} messages.
         * @param message RemoveFriendRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RemoveFriendRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RemoveFriendRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RemoveFriendRequest & im.RemoveFriendRequest.$Shape} RemoveFriendRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RemoveFriendRequest & im.RemoveFriendRequest.$Shape;

        /**
         * Decodes a RemoveFriendRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RemoveFriendRequest & im.RemoveFriendRequest.$Shape} RemoveFriendRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RemoveFriendRequest & im.RemoveFriendRequest.$Shape;

        /**
         * Verifies a RemoveFriendRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RemoveFriendRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RemoveFriendRequest
         */
        static fromObject(object: { [k: string]: any }): im.RemoveFriendRequest;

        /**
         * Creates a plain object from a RemoveFriendRequest message. Also converts values to other types if specified.
         * @param message RemoveFriendRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RemoveFriendRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RemoveFriendRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RemoveFriendRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RemoveFriendRequest {

        /** Properties of a RemoveFriendRequest. */
        interface $Properties {

            /** RemoveFriendRequest userId */
            userId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RemoveFriendRequest. */
        type $Shape = im.RemoveFriendRequest.$Properties;
    }

    /**
     * Properties of a RemoveFriendReply.
     * @deprecated Use im.RemoveFriendReply.$Properties instead.
     */
    interface IRemoveFriendReply extends im.RemoveFriendReply.$Properties {
    }

    /** Represents a RemoveFriendReply. */
    class RemoveFriendReply {

        /** Reflection-backed declarations are not constructable. Use RemoveFriendReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new RemoveFriendReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RemoveFriendReply instance
         */
        static create(properties: im.RemoveFriendReply.$Shape): im.RemoveFriendReply & im.RemoveFriendReply.$Shape;
        static create(properties?: im.RemoveFriendReply.$Properties): im.RemoveFriendReply;

        /**
         * Encodes the specified RemoveFriendReply message. Does not implicitly {@link im.RemoveFriendReply.verify|verify} messages.
         * @param message RemoveFriendReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RemoveFriendReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RemoveFriendReply message, length delimited. Does not implicitly {@link im.RemoveFriendReply.verify|verify} messages.
         * @param message RemoveFriendReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RemoveFriendReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RemoveFriendReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RemoveFriendReply & im.RemoveFriendReply.$Shape} RemoveFriendReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RemoveFriendReply & im.RemoveFriendReply.$Shape;

        /**
         * Decodes a RemoveFriendReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RemoveFriendReply & im.RemoveFriendReply.$Shape} RemoveFriendReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RemoveFriendReply & im.RemoveFriendReply.$Shape;

        /**
         * Verifies a RemoveFriendReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RemoveFriendReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RemoveFriendReply
         */
        static fromObject(object: { [k: string]: any }): im.RemoveFriendReply;

        /**
         * Creates a plain object from a RemoveFriendReply message. Also converts values to other types if specified.
         * @param message RemoveFriendReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RemoveFriendReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RemoveFriendReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RemoveFriendReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RemoveFriendReply {

        /** Properties of a RemoveFriendReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RemoveFriendReply. */
        type $Shape = im.RemoveFriendReply.$Properties;
    }

    /**
     * Properties of a ListFriendsRequest.
     * @deprecated Use im.ListFriendsRequest.$Properties instead.
     */
    interface IListFriendsRequest extends im.ListFriendsRequest.$Properties {
    }

    /** Represents a ListFriendsRequest. */
    class ListFriendsRequest {

        /** Reflection-backed declarations are not constructable. Use ListFriendsRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListFriendsRequest afterUserId. */
        afterUserId: string;

        /** ListFriendsRequest limit. */
        limit: number;

        /**
         * Creates a new ListFriendsRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListFriendsRequest instance
         */
        static create(properties: im.ListFriendsRequest.$Shape): im.ListFriendsRequest & im.ListFriendsRequest.$Shape;
        static create(properties?: im.ListFriendsRequest.$Properties): im.ListFriendsRequest;

        /**
         * Encodes the specified ListFriendsRequest message. Does not implicitly {@link im.ListFriendsRequest.verify|verify} messages.
         * @param message ListFriendsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListFriendsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListFriendsRequest message, length delimited. Does not implicitly {@link im.ListFriendsRequest.verify|verify} messages.
         * @param message ListFriendsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListFriendsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListFriendsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListFriendsRequest & im.ListFriendsRequest.$Shape} ListFriendsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListFriendsRequest & im.ListFriendsRequest.$Shape;

        /**
         * Decodes a ListFriendsRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListFriendsRequest & im.ListFriendsRequest.$Shape} ListFriendsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListFriendsRequest & im.ListFriendsRequest.$Shape;

        /**
         * Verifies a ListFriendsRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListFriendsRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListFriendsRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListFriendsRequest;

        /**
         * Creates a plain object from a ListFriendsRequest message. Also converts values to other types if specified.
         * @param message ListFriendsRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListFriendsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListFriendsRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListFriendsRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListFriendsRequest {

        /** Properties of a ListFriendsRequest. */
        interface $Properties {

            /** ListFriendsRequest afterUserId */
            afterUserId?: (string|null);

            /** ListFriendsRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListFriendsRequest. */
        type $Shape = im.ListFriendsRequest.$Properties;
    }

    /**
     * Properties of a ListFriendsReply.
     * @deprecated Use im.ListFriendsReply.$Properties instead.
     */
    interface IListFriendsReply extends im.ListFriendsReply.$Properties {
    }

    /** Represents a ListFriendsReply. */
    class ListFriendsReply {

        /** Reflection-backed declarations are not constructable. Use ListFriendsReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListFriendsReply friends. */
        friends: im.Friend.$Properties[];

        /** ListFriendsReply more. */
        more: boolean;

        /**
         * Creates a new ListFriendsReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListFriendsReply instance
         */
        static create(properties: im.ListFriendsReply.$Shape): im.ListFriendsReply & im.ListFriendsReply.$Shape;
        static create(properties?: im.ListFriendsReply.$Properties): im.ListFriendsReply;

        /**
         * Encodes the specified ListFriendsReply message. Does not implicitly {@link im.ListFriendsReply.verify|verify} messages.
         * @param message ListFriendsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListFriendsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListFriendsReply message, length delimited. Does not implicitly {@link im.ListFriendsReply.verify|verify} messages.
         * @param message ListFriendsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListFriendsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListFriendsReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListFriendsReply & im.ListFriendsReply.$Shape} ListFriendsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListFriendsReply & im.ListFriendsReply.$Shape;

        /**
         * Decodes a ListFriendsReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListFriendsReply & im.ListFriendsReply.$Shape} ListFriendsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListFriendsReply & im.ListFriendsReply.$Shape;

        /**
         * Verifies a ListFriendsReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListFriendsReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListFriendsReply
         */
        static fromObject(object: { [k: string]: any }): im.ListFriendsReply;

        /**
         * Creates a plain object from a ListFriendsReply message. Also converts values to other types if specified.
         * @param message ListFriendsReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListFriendsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListFriendsReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListFriendsReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListFriendsReply {

        /** Properties of a ListFriendsReply. */
        interface $Properties {

            /** ListFriendsReply friends */
            friends?: (im.Friend.$Properties[]|null);

            /** ListFriendsReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListFriendsReply. */
        type $Shape = im.ListFriendsReply.$Properties;
    }

    /**
     * Properties of a Friend.
     * @deprecated Use im.Friend.$Properties instead.
     */
    interface IFriend extends im.Friend.$Properties {
    }

    /** Represents a Friend. */
    class Friend {

        /** Reflection-backed declarations are not constructable. Use Friend.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Friend relation. */
        relation?: (im.Relation.$Properties|null);

        /** Friend presence. */
        presence: im.PresenceState;

        /** Friend lastSeen. */
        lastSeen: number;

        /**
         * Creates a new Friend instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Friend instance
         */
        static create(properties: im.Friend.$Shape): im.Friend & im.Friend.$Shape;
        static create(properties?: im.Friend.$Properties): im.Friend;

        /**
         * Encodes the specified Friend message. Does not implicitly {@link im.Friend.verify|verify} messages.
         * @param message Friend message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Friend.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Friend message, length delimited. Does not implicitly {@link im.Friend.verify|verify} messages.
         * @param message Friend message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Friend.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Friend message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Friend & im.Friend.$Shape} Friend
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Friend & im.Friend.$Shape;

        /**
         * Decodes a Friend message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Friend & im.Friend.$Shape} Friend
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Friend & im.Friend.$Shape;

        /**
         * Verifies a Friend message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Friend message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Friend
         */
        static fromObject(object: { [k: string]: any }): im.Friend;

        /**
         * Creates a plain object from a Friend message. Also converts values to other types if specified.
         * @param message Friend
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Friend, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Friend to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Friend
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Friend {

        /** Properties of a Friend. */
        interface $Properties {

            /** Friend relation */
            relation?: (im.Relation.$Properties|null);

            /** Friend presence */
            presence?: (im.PresenceState|null);

            /** Friend lastSeen */
            lastSeen?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Friend. */
        type $Shape = im.Friend.$Properties;
    }

    /** PresenceState enum. */
    enum PresenceState {

        /** OFFLINE value */
        OFFLINE = 0,

        /** ONLINE value */
        ONLINE = 1,

        /** AWAY value */
        AWAY = 2
    }

    /**
     * Properties of a SetRemarkRequest.
     * @deprecated Use im.SetRemarkRequest.$Properties instead.
     */
    interface ISetRemarkRequest extends im.SetRemarkRequest.$Properties {
    }

    /** Represents a SetRemarkRequest. */
    class SetRemarkRequest {

        /** Reflection-backed declarations are not constructable. Use SetRemarkRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SetRemarkRequest userId. */
        userId: string;

        /** SetRemarkRequest remark. */
        remark: string;

        /**
         * Creates a new SetRemarkRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SetRemarkRequest instance
         */
        static create(properties: im.SetRemarkRequest.$Shape): im.SetRemarkRequest & im.SetRemarkRequest.$Shape;
        static create(properties?: im.SetRemarkRequest.$Properties): im.SetRemarkRequest;

        /**
         * Encodes the specified SetRemarkRequest message. Does not implicitly {@link im.SetRemarkRequest.verify|verify} messages.
         * @param message SetRemarkRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SetRemarkRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SetRemarkRequest message, length delimited. Does not implicitly {@link im.SetRemarkRequest.verify|verify} messages.
         * @param message SetRemarkRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SetRemarkRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetRemarkRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SetRemarkRequest & im.SetRemarkRequest.$Shape} SetRemarkRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SetRemarkRequest & im.SetRemarkRequest.$Shape;

        /**
         * Decodes a SetRemarkRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SetRemarkRequest & im.SetRemarkRequest.$Shape} SetRemarkRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SetRemarkRequest & im.SetRemarkRequest.$Shape;

        /**
         * Verifies a SetRemarkRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SetRemarkRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SetRemarkRequest
         */
        static fromObject(object: { [k: string]: any }): im.SetRemarkRequest;

        /**
         * Creates a plain object from a SetRemarkRequest message. Also converts values to other types if specified.
         * @param message SetRemarkRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SetRemarkRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SetRemarkRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SetRemarkRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SetRemarkRequest {

        /** Properties of a SetRemarkRequest. */
        interface $Properties {

            /** SetRemarkRequest userId */
            userId?: (string|null);

            /** SetRemarkRequest remark */
            remark?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetRemarkRequest. */
        type $Shape = im.SetRemarkRequest.$Properties;
    }

    /**
     * Properties of a SetRemarkReply.
     * @deprecated Use im.SetRemarkReply.$Properties instead.
     */
    interface ISetRemarkReply extends im.SetRemarkReply.$Properties {
    }

    /** Represents a SetRemarkReply. */
    class SetRemarkReply {

        /** Reflection-backed declarations are not constructable. Use SetRemarkReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new SetRemarkReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SetRemarkReply instance
         */
        static create(properties: im.SetRemarkReply.$Shape): im.SetRemarkReply & im.SetRemarkReply.$Shape;
        static create(properties?: im.SetRemarkReply.$Properties): im.SetRemarkReply;

        /**
         * Encodes the specified SetRemarkReply message. Does not implicitly {@link im.SetRemarkReply.verify|verify} messages.
         * @param message SetRemarkReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SetRemarkReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SetRemarkReply message, length delimited. Does not implicitly {@link im.SetRemarkReply.verify|verify} messages.
         * @param message SetRemarkReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SetRemarkReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetRemarkReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SetRemarkReply & im.SetRemarkReply.$Shape} SetRemarkReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SetRemarkReply & im.SetRemarkReply.$Shape;

        /**
         * Decodes a SetRemarkReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SetRemarkReply & im.SetRemarkReply.$Shape} SetRemarkReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SetRemarkReply & im.SetRemarkReply.$Shape;

        /**
         * Verifies a SetRemarkReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SetRemarkReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SetRemarkReply
         */
        static fromObject(object: { [k: string]: any }): im.SetRemarkReply;

        /**
         * Creates a plain object from a SetRemarkReply message. Also converts values to other types if specified.
         * @param message SetRemarkReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SetRemarkReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SetRemarkReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SetRemarkReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SetRemarkReply {

        /** Properties of a SetRemarkReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetRemarkReply. */
        type $Shape = im.SetRemarkReply.$Properties;
    }

    /**
     * Properties of a BlockRequest.
     * @deprecated Use im.BlockRequest.$Properties instead.
     */
    interface IBlockRequest extends im.BlockRequest.$Properties {
    }

    /** Represents a BlockRequest. */
    class BlockRequest {

        /** Reflection-backed declarations are not constructable. Use BlockRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** BlockRequest userId. */
        userId: string;

        /**
         * Creates a new BlockRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns BlockRequest instance
         */
        static create(properties: im.BlockRequest.$Shape): im.BlockRequest & im.BlockRequest.$Shape;
        static create(properties?: im.BlockRequest.$Properties): im.BlockRequest;

        /**
         * Encodes the specified BlockRequest message. Does not implicitly {@link im.BlockRequest.verify|verify} messages.
         * @param message BlockRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.BlockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified BlockRequest message, length delimited. Does not implicitly {@link im.BlockRequest.verify|verify} messages.
         * @param message BlockRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.BlockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BlockRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.BlockRequest & im.BlockRequest.$Shape} BlockRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.BlockRequest & im.BlockRequest.$Shape;

        /**
         * Decodes a BlockRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.BlockRequest & im.BlockRequest.$Shape} BlockRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.BlockRequest & im.BlockRequest.$Shape;

        /**
         * Verifies a BlockRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a BlockRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns BlockRequest
         */
        static fromObject(object: { [k: string]: any }): im.BlockRequest;

        /**
         * Creates a plain object from a BlockRequest message. Also converts values to other types if specified.
         * @param message BlockRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.BlockRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this BlockRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for BlockRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace BlockRequest {

        /** Properties of a BlockRequest. */
        interface $Properties {

            /** BlockRequest userId */
            userId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BlockRequest. */
        type $Shape = im.BlockRequest.$Properties;
    }

    /**
     * Properties of a BlockReply.
     * @deprecated Use im.BlockReply.$Properties instead.
     */
    interface IBlockReply extends im.BlockReply.$Properties {
    }

    /** Represents a BlockReply. */
    class BlockReply {

        /** Reflection-backed declarations are not constructable. Use BlockReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new BlockReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns BlockReply instance
         */
        static create(properties: im.BlockReply.$Shape): im.BlockReply & im.BlockReply.$Shape;
        static create(properties?: im.BlockReply.$Properties): im.BlockReply;

        /**
         * Encodes the specified BlockReply message. Does not implicitly {@link im.BlockReply.verify|verify} messages.
         * @param message BlockReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.BlockReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified BlockReply message, length delimited. Does not implicitly {@link im.BlockReply.verify|verify} messages.
         * @param message BlockReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.BlockReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a BlockReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.BlockReply & im.BlockReply.$Shape} BlockReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.BlockReply & im.BlockReply.$Shape;

        /**
         * Decodes a BlockReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.BlockReply & im.BlockReply.$Shape} BlockReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.BlockReply & im.BlockReply.$Shape;

        /**
         * Verifies a BlockReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a BlockReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns BlockReply
         */
        static fromObject(object: { [k: string]: any }): im.BlockReply;

        /**
         * Creates a plain object from a BlockReply message. Also converts values to other types if specified.
         * @param message BlockReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.BlockReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this BlockReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for BlockReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace BlockReply {

        /** Properties of a BlockReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a BlockReply. */
        type $Shape = im.BlockReply.$Properties;
    }

    /**
     * Properties of an UnblockRequest.
     * @deprecated Use im.UnblockRequest.$Properties instead.
     */
    interface IUnblockRequest extends im.UnblockRequest.$Properties {
    }

    /** Represents an UnblockRequest. */
    class UnblockRequest {

        /** Reflection-backed declarations are not constructable. Use UnblockRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UnblockRequest userId. */
        userId: string;

        /**
         * Creates a new UnblockRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UnblockRequest instance
         */
        static create(properties: im.UnblockRequest.$Shape): im.UnblockRequest & im.UnblockRequest.$Shape;
        static create(properties?: im.UnblockRequest.$Properties): im.UnblockRequest;

        /**
         * Encodes the specified UnblockRequest message. Does not implicitly {@link im.UnblockRequest.verify|verify} messages.
         * @param message UnblockRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.UnblockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified UnblockRequest message, length delimited. Does not implicitly {@link im.UnblockRequest.verify|verify} messages.
         * @param message UnblockRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.UnblockRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UnblockRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.UnblockRequest & im.UnblockRequest.$Shape} UnblockRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.UnblockRequest & im.UnblockRequest.$Shape;

        /**
         * Decodes an UnblockRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.UnblockRequest & im.UnblockRequest.$Shape} UnblockRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.UnblockRequest & im.UnblockRequest.$Shape;

        /**
         * Verifies an UnblockRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an UnblockRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns UnblockRequest
         */
        static fromObject(object: { [k: string]: any }): im.UnblockRequest;

        /**
         * Creates a plain object from an UnblockRequest message. Also converts values to other types if specified.
         * @param message UnblockRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.UnblockRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this UnblockRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for UnblockRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace UnblockRequest {

        /** Properties of an UnblockRequest. */
        interface $Properties {

            /** UnblockRequest userId */
            userId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UnblockRequest. */
        type $Shape = im.UnblockRequest.$Properties;
    }

    /**
     * Properties of an UnblockReply.
     * @deprecated Use im.UnblockReply.$Properties instead.
     */
    interface IUnblockReply extends im.UnblockReply.$Properties {
    }

    /** Represents an UnblockReply. */
    class UnblockReply {

        /** Reflection-backed declarations are not constructable. Use UnblockReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new UnblockReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UnblockReply instance
         */
        static create(properties: im.UnblockReply.$Shape): im.UnblockReply & im.UnblockReply.$Shape;
        static create(properties?: im.UnblockReply.$Properties): im.UnblockReply;

        /**
         * Encodes the specified UnblockReply message. Does not implicitly {@link im.UnblockReply.verify|verify} messages.
         * @param message UnblockReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.UnblockReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified UnblockReply message, length delimited. Does not implicitly {@link im.UnblockReply.verify|verify} messages.
         * @param message UnblockReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.UnblockReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UnblockReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.UnblockReply & im.UnblockReply.$Shape} UnblockReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.UnblockReply & im.UnblockReply.$Shape;

        /**
         * Decodes an UnblockReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.UnblockReply & im.UnblockReply.$Shape} UnblockReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.UnblockReply & im.UnblockReply.$Shape;

        /**
         * Verifies an UnblockReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an UnblockReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns UnblockReply
         */
        static fromObject(object: { [k: string]: any }): im.UnblockReply;

        /**
         * Creates a plain object from an UnblockReply message. Also converts values to other types if specified.
         * @param message UnblockReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.UnblockReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this UnblockReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for UnblockReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace UnblockReply {

        /** Properties of an UnblockReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UnblockReply. */
        type $Shape = im.UnblockReply.$Properties;
    }

    /**
     * Properties of a ListBlockedRequest.
     * @deprecated Use im.ListBlockedRequest.$Properties instead.
     */
    interface IListBlockedRequest extends im.ListBlockedRequest.$Properties {
    }

    /** Represents a ListBlockedRequest. */
    class ListBlockedRequest {

        /** Reflection-backed declarations are not constructable. Use ListBlockedRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListBlockedRequest afterUserId. */
        afterUserId: string;

        /** ListBlockedRequest limit. */
        limit: number;

        /**
         * Creates a new ListBlockedRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListBlockedRequest instance
         */
        static create(properties: im.ListBlockedRequest.$Shape): im.ListBlockedRequest & im.ListBlockedRequest.$Shape;
        static create(properties?: im.ListBlockedRequest.$Properties): im.ListBlockedRequest;

        /**
         * Encodes the specified ListBlockedRequest message. Does not implicitly {@link im.ListBlockedRequest.verify|verify} messages.
         * @param message ListBlockedRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListBlockedRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListBlockedRequest message, length delimited. Does not implicitly {@link im.ListBlockedRequest.verify|verify} messages.
         * @param message ListBlockedRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListBlockedRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListBlockedRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListBlockedRequest & im.ListBlockedRequest.$Shape} ListBlockedRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListBlockedRequest & im.ListBlockedRequest.$Shape;

        /**
         * Decodes a ListBlockedRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListBlockedRequest & im.ListBlockedRequest.$Shape} ListBlockedRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListBlockedRequest & im.ListBlockedRequest.$Shape;

        /**
         * Verifies a ListBlockedRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListBlockedRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListBlockedRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListBlockedRequest;

        /**
         * Creates a plain object from a ListBlockedRequest message. Also converts values to other types if specified.
         * @param message ListBlockedRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListBlockedRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListBlockedRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListBlockedRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListBlockedRequest {

        /** Properties of a ListBlockedRequest. */
        interface $Properties {

            /** ListBlockedRequest afterUserId */
            afterUserId?: (string|null);

            /** ListBlockedRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListBlockedRequest. */
        type $Shape = im.ListBlockedRequest.$Properties;
    }

    /**
     * Properties of a ListBlockedReply.
     * @deprecated Use im.ListBlockedReply.$Properties instead.
     */
    interface IListBlockedReply extends im.ListBlockedReply.$Properties {
    }

    /** Represents a ListBlockedReply. */
    class ListBlockedReply {

        /** Reflection-backed declarations are not constructable. Use ListBlockedReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListBlockedReply users. */
        users: im.Profile.$Properties[];

        /** ListBlockedReply more. */
        more: boolean;

        /**
         * Creates a new ListBlockedReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListBlockedReply instance
         */
        static create(properties: im.ListBlockedReply.$Shape): im.ListBlockedReply & im.ListBlockedReply.$Shape;
        static create(properties?: im.ListBlockedReply.$Properties): im.ListBlockedReply;

        /**
         * Encodes the specified ListBlockedReply message. Does not implicitly {@link im.ListBlockedReply.verify|verify} messages.
         * @param message ListBlockedReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListBlockedReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListBlockedReply message, length delimited. Does not implicitly {@link im.ListBlockedReply.verify|verify} messages.
         * @param message ListBlockedReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListBlockedReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListBlockedReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListBlockedReply & im.ListBlockedReply.$Shape} ListBlockedReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListBlockedReply & im.ListBlockedReply.$Shape;

        /**
         * Decodes a ListBlockedReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListBlockedReply & im.ListBlockedReply.$Shape} ListBlockedReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListBlockedReply & im.ListBlockedReply.$Shape;

        /**
         * Verifies a ListBlockedReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListBlockedReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListBlockedReply
         */
        static fromObject(object: { [k: string]: any }): im.ListBlockedReply;

        /**
         * Creates a plain object from a ListBlockedReply message. Also converts values to other types if specified.
         * @param message ListBlockedReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListBlockedReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListBlockedReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListBlockedReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListBlockedReply {

        /** Properties of a ListBlockedReply. */
        interface $Properties {

            /** ListBlockedReply users */
            users?: (im.Profile.$Properties[]|null);

            /** ListBlockedReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListBlockedReply. */
        type $Shape = im.ListBlockedReply.$Properties;
    }

    /**
     * Properties of an EraseUserRequest.
     * @deprecated Use im.EraseUserRequest.$Properties instead.
     */
    interface IEraseUserRequest extends im.EraseUserRequest.$Properties {
    }

    /** Represents an EraseUserRequest. */
    class EraseUserRequest {

        /** Reflection-backed declarations are not constructable. Use EraseUserRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** EraseUserRequest afterConversationId. */
        afterConversationId: string;

        /**
         * Creates a new EraseUserRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns EraseUserRequest instance
         */
        static create(properties: im.EraseUserRequest.$Shape): im.EraseUserRequest & im.EraseUserRequest.$Shape;
        static create(properties?: im.EraseUserRequest.$Properties): im.EraseUserRequest;

        /**
         * Encodes the specified EraseUserRequest message. Does not implicitly {@link im.EraseUserRequest.verify|verify} messages.
         * @param message EraseUserRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.EraseUserRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified EraseUserRequest message, length delimited. Does not implicitly {@link im.EraseUserRequest.verify|verify} messages.
         * @param message EraseUserRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.EraseUserRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EraseUserRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.EraseUserRequest & im.EraseUserRequest.$Shape} EraseUserRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.EraseUserRequest & im.EraseUserRequest.$Shape;

        /**
         * Decodes an EraseUserRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.EraseUserRequest & im.EraseUserRequest.$Shape} EraseUserRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.EraseUserRequest & im.EraseUserRequest.$Shape;

        /**
         * Verifies an EraseUserRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an EraseUserRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns EraseUserRequest
         */
        static fromObject(object: { [k: string]: any }): im.EraseUserRequest;

        /**
         * Creates a plain object from an EraseUserRequest message. Also converts values to other types if specified.
         * @param message EraseUserRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.EraseUserRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this EraseUserRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for EraseUserRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace EraseUserRequest {

        /** Properties of an EraseUserRequest. */
        interface $Properties {

            /** EraseUserRequest afterConversationId */
            afterConversationId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EraseUserRequest. */
        type $Shape = im.EraseUserRequest.$Properties;
    }

    /**
     * Properties of an EraseUserReply.
     * @deprecated Use im.EraseUserReply.$Properties instead.
     */
    interface IEraseUserReply extends im.EraseUserReply.$Properties {
    }

    /** Represents an EraseUserReply. */
    class EraseUserReply {

        /** Reflection-backed declarations are not constructable. Use EraseUserReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new EraseUserReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns EraseUserReply instance
         */
        static create(properties: im.EraseUserReply.$Shape): im.EraseUserReply & im.EraseUserReply.$Shape;
        static create(properties?: im.EraseUserReply.$Properties): im.EraseUserReply;

        /**
         * Encodes the specified EraseUserReply message. Does not implicitly {@link im.EraseUserReply.verify|verify} messages.
         * @param message EraseUserReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.EraseUserReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified EraseUserReply message, length delimited. Does not implicitly {@link im.EraseUserReply.verify|verify} messages.
         * @param message EraseUserReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.EraseUserReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an EraseUserReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.EraseUserReply & im.EraseUserReply.$Shape} EraseUserReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.EraseUserReply & im.EraseUserReply.$Shape;

        /**
         * Decodes an EraseUserReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.EraseUserReply & im.EraseUserReply.$Shape} EraseUserReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.EraseUserReply & im.EraseUserReply.$Shape;

        /**
         * Verifies an EraseUserReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an EraseUserReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns EraseUserReply
         */
        static fromObject(object: { [k: string]: any }): im.EraseUserReply;

        /**
         * Creates a plain object from an EraseUserReply message. Also converts values to other types if specified.
         * @param message EraseUserReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.EraseUserReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this EraseUserReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for EraseUserReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace EraseUserReply {

        /** Properties of an EraseUserReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an EraseUserReply. */
        type $Shape = im.EraseUserReply.$Properties;
    }

    /**
     * Properties of a NotifyFriendsRequest.
     * @deprecated Use im.NotifyFriendsRequest.$Properties instead.
     */
    interface INotifyFriendsRequest extends im.NotifyFriendsRequest.$Properties {
    }

    /** Represents a NotifyFriendsRequest. */
    class NotifyFriendsRequest {

        /** Reflection-backed declarations are not constructable. Use NotifyFriendsRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** NotifyFriendsRequest profile. */
        profile?: (im.Profile.$Properties|null);

        /** NotifyFriendsRequest afterUserId. */
        afterUserId: string;

        /**
         * Creates a new NotifyFriendsRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns NotifyFriendsRequest instance
         */
        static create(properties: im.NotifyFriendsRequest.$Shape): im.NotifyFriendsRequest & im.NotifyFriendsRequest.$Shape;
        static create(properties?: im.NotifyFriendsRequest.$Properties): im.NotifyFriendsRequest;

        /**
         * Encodes the specified NotifyFriendsRequest message. Does not implicitly {@link im.NotifyFriendsRequest.verify|verify} messages.
         * @param message NotifyFriendsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.NotifyFriendsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified NotifyFriendsRequest message, length delimited. Does not implicitly {@link im.NotifyFriendsRequest.verify|verify} messages.
         * @param message NotifyFriendsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.NotifyFriendsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a NotifyFriendsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.NotifyFriendsRequest & im.NotifyFriendsRequest.$Shape} NotifyFriendsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.NotifyFriendsRequest & im.NotifyFriendsRequest.$Shape;

        /**
         * Decodes a NotifyFriendsRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.NotifyFriendsRequest & im.NotifyFriendsRequest.$Shape} NotifyFriendsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.NotifyFriendsRequest & im.NotifyFriendsRequest.$Shape;

        /**
         * Verifies a NotifyFriendsRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a NotifyFriendsRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns NotifyFriendsRequest
         */
        static fromObject(object: { [k: string]: any }): im.NotifyFriendsRequest;

        /**
         * Creates a plain object from a NotifyFriendsRequest message. Also converts values to other types if specified.
         * @param message NotifyFriendsRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.NotifyFriendsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this NotifyFriendsRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for NotifyFriendsRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace NotifyFriendsRequest {

        /** Properties of a NotifyFriendsRequest. */
        interface $Properties {

            /** NotifyFriendsRequest profile */
            profile?: (im.Profile.$Properties|null);

            /** NotifyFriendsRequest afterUserId */
            afterUserId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a NotifyFriendsRequest. */
        type $Shape = im.NotifyFriendsRequest.$Properties;
    }

    /**
     * Properties of a NotifyFriendsReply.
     * @deprecated Use im.NotifyFriendsReply.$Properties instead.
     */
    interface INotifyFriendsReply extends im.NotifyFriendsReply.$Properties {
    }

    /** Represents a NotifyFriendsReply. */
    class NotifyFriendsReply {

        /** Reflection-backed declarations are not constructable. Use NotifyFriendsReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new NotifyFriendsReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns NotifyFriendsReply instance
         */
        static create(properties: im.NotifyFriendsReply.$Shape): im.NotifyFriendsReply & im.NotifyFriendsReply.$Shape;
        static create(properties?: im.NotifyFriendsReply.$Properties): im.NotifyFriendsReply;

        /**
         * Encodes the specified NotifyFriendsReply message. Does not implicitly {@link im.NotifyFriendsReply.verify|verify} messages.
         * @param message NotifyFriendsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.NotifyFriendsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified NotifyFriendsReply message, length delimited. Does not implicitly {@link im.NotifyFriendsReply.verify|verify} messages.
         * @param message NotifyFriendsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.NotifyFriendsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a NotifyFriendsReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.NotifyFriendsReply & im.NotifyFriendsReply.$Shape} NotifyFriendsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.NotifyFriendsReply & im.NotifyFriendsReply.$Shape;

        /**
         * Decodes a NotifyFriendsReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.NotifyFriendsReply & im.NotifyFriendsReply.$Shape} NotifyFriendsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.NotifyFriendsReply & im.NotifyFriendsReply.$Shape;

        /**
         * Verifies a NotifyFriendsReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a NotifyFriendsReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns NotifyFriendsReply
         */
        static fromObject(object: { [k: string]: any }): im.NotifyFriendsReply;

        /**
         * Creates a plain object from a NotifyFriendsReply message. Also converts values to other types if specified.
         * @param message NotifyFriendsReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.NotifyFriendsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this NotifyFriendsReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for NotifyFriendsReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace NotifyFriendsReply {

        /** Properties of a NotifyFriendsReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a NotifyFriendsReply. */
        type $Shape = im.NotifyFriendsReply.$Properties;
    }

    /**
     * Properties of a DomainEvent.
     * @deprecated Use im.DomainEvent.$Properties instead.
     */
    interface IDomainEvent extends im.DomainEvent.$Properties {
    }

    /** Represents a DomainEvent. */
    class DomainEvent {

        /** Reflection-backed declarations are not constructable. Use DomainEvent.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DomainEvent id. */
        id: string;

        /** DomainEvent key. */
        key: string;

        /** DomainEvent time. */
        time: number;

        /** DomainEvent absentUserIds. */
        absentUserIds: string[];

        /** DomainEvent messageStored. */
        messageStored?: (im.Message.$Properties|null);

        /** DomainEvent receipt. */
        receipt?: (im.Receipt.$Properties|null);

        /** DomainEvent groupChanged. */
        groupChanged?: (im.Group.$Properties|null);

        /** DomainEvent profileChanged. */
        profileChanged?: (im.OwnProfile.$Properties|null);

        /** DomainEvent relationChanged. */
        relationChanged?: (im.Relation.$Properties|null);

        /** DomainEvent what. */
        what?: ("messageStored"|"receipt"|"groupChanged"|"profileChanged"|"relationChanged");

        /**
         * Creates a new DomainEvent instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DomainEvent instance
         */
        static create(properties: im.DomainEvent.$Shape): im.DomainEvent & im.DomainEvent.$Shape;
        static create(properties?: im.DomainEvent.$Properties): im.DomainEvent;

        /**
         * Encodes the specified DomainEvent message. Does not implicitly {@link im.DomainEvent.verify|verify} messages.
         * @param message DomainEvent message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DomainEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DomainEvent message, length delimited. Does not implicitly {@link im.DomainEvent.verify|verify} messages.
         * @param message DomainEvent message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DomainEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DomainEvent message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DomainEvent & im.DomainEvent.$Shape} DomainEvent
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DomainEvent & im.DomainEvent.$Shape;

        /**
         * Decodes a DomainEvent message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DomainEvent & im.DomainEvent.$Shape} DomainEvent
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DomainEvent & im.DomainEvent.$Shape;

        /**
         * Verifies a DomainEvent message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DomainEvent message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DomainEvent
         */
        static fromObject(object: { [k: string]: any }): im.DomainEvent;

        /**
         * Creates a plain object from a DomainEvent message. Also converts values to other types if specified.
         * @param message DomainEvent
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DomainEvent, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DomainEvent to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DomainEvent
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DomainEvent {

        /** Properties of a DomainEvent. */
        interface $Properties {

            /** DomainEvent id */
            id?: (string|null);

            /** DomainEvent key */
            key?: (string|null);

            /** DomainEvent time */
            time?: (number|null);

            /** DomainEvent absentUserIds */
            absentUserIds?: (string[]|null);

            /** DomainEvent messageStored */
            messageStored?: (im.Message.$Properties|null);

            /** DomainEvent receipt */
            receipt?: (im.Receipt.$Properties|null);

            /** DomainEvent groupChanged */
            groupChanged?: (im.Group.$Properties|null);

            /** DomainEvent profileChanged */
            profileChanged?: (im.OwnProfile.$Properties|null);

            /** DomainEvent relationChanged */
            relationChanged?: (im.Relation.$Properties|null);

            /** DomainEvent what */
            what?: ("messageStored"|"receipt"|"groupChanged"|"profileChanged"|"relationChanged");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a DomainEvent. */
        type $Shape = {
          id?: string|null;
          key?: string|null;
          time?: number|null;
          absentUserIds?: string[]|null;
          messageStored?: im.Message.$Shape|null;
          receipt?: im.Receipt.$Shape|null;
          groupChanged?: im.Group.$Shape|null;
          profileChanged?: im.OwnProfile.$Shape|null;
          relationChanged?: im.Relation.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ what?: undefined; messageStored?: null; receipt?: null; groupChanged?: null; profileChanged?: null; relationChanged?: null }|{ what?: "messageStored"; messageStored: im.Message.$Shape; receipt?: null; groupChanged?: null; profileChanged?: null; relationChanged?: null }|{ what?: "receipt"; messageStored?: null; receipt: im.Receipt.$Shape; groupChanged?: null; profileChanged?: null; relationChanged?: null }|{ what?: "groupChanged"; messageStored?: null; receipt?: null; groupChanged: im.Group.$Shape; profileChanged?: null; relationChanged?: null }|{ what?: "profileChanged"; messageStored?: null; receipt?: null; groupChanged?: null; profileChanged: im.OwnProfile.$Shape; relationChanged?: null }|{ what?: "relationChanged"; messageStored?: null; receipt?: null; groupChanged?: null; profileChanged?: null; relationChanged: im.Relation.$Shape })
        );
    }

    /** GroupRole enum. */
    enum GroupRole {

        /** GROUP_ROLE_NONE value */
        GROUP_ROLE_NONE = 0,

        /** MEMBER value */
        MEMBER = 1,

        /** ADMIN value */
        ADMIN = 2,

        /** OWNER value */
        OWNER = 3
    }

    /** JoinPolicy enum. */
    enum JoinPolicy {

        /** BY_INVITATION value */
        BY_INVITATION = 0,

        /** BY_REQUEST value */
        BY_REQUEST = 1,

        /** OPEN value */
        OPEN = 2
    }

    /**
     * Properties of a Group.
     * @deprecated Use im.Group.$Properties instead.
     */
    interface IGroup extends im.Group.$Properties {
    }

    /** Represents a Group. */
    class Group {

        /** Reflection-backed declarations are not constructable. Use Group.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Group groupId. */
        groupId: string;

        /** Group name. */
        name: string;

        /** Group avatarUrl. */
        avatarUrl: string;

        /** Group about. */
        about: string;

        /** Group ownerId. */
        ownerId: string;

        /** Group joinPolicy. */
        joinPolicy: im.JoinPolicy;

        /** Group memberCount. */
        memberCount: number;

        /** Group myRole. */
        myRole: im.GroupRole;

        /** Group mutedUntil. */
        mutedUntil: number;

        /** Group createdAt. */
        createdAt: number;

        /** Group dissolved. */
        dissolved: boolean;

        /**
         * Creates a new Group instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Group instance
         */
        static create(properties: im.Group.$Shape): im.Group & im.Group.$Shape;
        static create(properties?: im.Group.$Properties): im.Group;

        /**
         * Encodes the specified Group message. Does not implicitly {@link im.Group.verify|verify} messages.
         * @param message Group message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Group.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Group message, length delimited. Does not implicitly {@link im.Group.verify|verify} messages.
         * @param message Group message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Group.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Group message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Group & im.Group.$Shape} Group
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Group & im.Group.$Shape;

        /**
         * Decodes a Group message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Group & im.Group.$Shape} Group
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Group & im.Group.$Shape;

        /**
         * Verifies a Group message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Group message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Group
         */
        static fromObject(object: { [k: string]: any }): im.Group;

        /**
         * Creates a plain object from a Group message. Also converts values to other types if specified.
         * @param message Group
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Group, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Group to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Group
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Group {

        /** Properties of a Group. */
        interface $Properties {

            /** Group groupId */
            groupId?: (string|null);

            /** Group name */
            name?: (string|null);

            /** Group avatarUrl */
            avatarUrl?: (string|null);

            /** Group about */
            about?: (string|null);

            /** Group ownerId */
            ownerId?: (string|null);

            /** Group joinPolicy */
            joinPolicy?: (im.JoinPolicy|null);

            /** Group memberCount */
            memberCount?: (number|null);

            /** Group myRole */
            myRole?: (im.GroupRole|null);

            /** Group mutedUntil */
            mutedUntil?: (number|null);

            /** Group createdAt */
            createdAt?: (number|null);

            /** Group dissolved */
            dissolved?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Group. */
        type $Shape = im.Group.$Properties;
    }

    /**
     * Properties of a GroupMember.
     * @deprecated Use im.GroupMember.$Properties instead.
     */
    interface IGroupMember extends im.GroupMember.$Properties {
    }

    /** Represents a GroupMember. */
    class GroupMember {

        /** Reflection-backed declarations are not constructable. Use GroupMember.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GroupMember userId. */
        userId: string;

        /** GroupMember name. */
        name: string;

        /** GroupMember role. */
        role: im.GroupRole;

        /** GroupMember mutedUntil. */
        mutedUntil: number;

        /** GroupMember joinedAt. */
        joinedAt: number;

        /**
         * Creates a new GroupMember instance using the specified properties.
         * @param [properties] Properties to set
         * @returns GroupMember instance
         */
        static create(properties: im.GroupMember.$Shape): im.GroupMember & im.GroupMember.$Shape;
        static create(properties?: im.GroupMember.$Properties): im.GroupMember;

        /**
         * Encodes the specified GroupMember message. Does not implicitly {@link im.GroupMember.verify|verify} messages.
         * @param message GroupMember message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.GroupMember.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified GroupMember message, length delimited. Does not implicitly {@link im.GroupMember.verify|verify} messages.
         * @param message GroupMember message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.GroupMember.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GroupMember message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.GroupMember & im.GroupMember.$Shape} GroupMember
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.GroupMember & im.GroupMember.$Shape;

        /**
         * Decodes a GroupMember message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.GroupMember & im.GroupMember.$Shape} GroupMember
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.GroupMember & im.GroupMember.$Shape;

        /**
         * Verifies a GroupMember message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a GroupMember message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns GroupMember
         */
        static fromObject(object: { [k: string]: any }): im.GroupMember;

        /**
         * Creates a plain object from a GroupMember message. Also converts values to other types if specified.
         * @param message GroupMember
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.GroupMember, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this GroupMember to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for GroupMember
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace GroupMember {

        /** Properties of a GroupMember. */
        interface $Properties {

            /** GroupMember userId */
            userId?: (string|null);

            /** GroupMember name */
            name?: (string|null);

            /** GroupMember role */
            role?: (im.GroupRole|null);

            /** GroupMember mutedUntil */
            mutedUntil?: (number|null);

            /** GroupMember joinedAt */
            joinedAt?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GroupMember. */
        type $Shape = im.GroupMember.$Properties;
    }

    /**
     * Properties of a CreateGroupRequest.
     * @deprecated Use im.CreateGroupRequest.$Properties instead.
     */
    interface ICreateGroupRequest extends im.CreateGroupRequest.$Properties {
    }

    /** Represents a CreateGroupRequest. */
    class CreateGroupRequest {

        /** Reflection-backed declarations are not constructable. Use CreateGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CreateGroupRequest clientRequestId. */
        clientRequestId: Uint8Array;

        /** CreateGroupRequest name. */
        name: string;

        /** CreateGroupRequest avatarUrl. */
        avatarUrl: string;

        /** CreateGroupRequest about. */
        about: string;

        /** CreateGroupRequest joinPolicy. */
        joinPolicy: im.JoinPolicy;

        /** CreateGroupRequest memberIds. */
        memberIds: string[];

        /**
         * Creates a new CreateGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CreateGroupRequest instance
         */
        static create(properties: im.CreateGroupRequest.$Shape): im.CreateGroupRequest & im.CreateGroupRequest.$Shape;
        static create(properties?: im.CreateGroupRequest.$Properties): im.CreateGroupRequest;

        /**
         * Encodes the specified CreateGroupRequest message. Does not implicitly {@link im.CreateGroupRequest.verify|verify} messages.
         * @param message CreateGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.CreateGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified CreateGroupRequest message, length delimited. Does not implicitly {@link im.CreateGroupRequest.verify|verify} messages.
         * @param message CreateGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.CreateGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CreateGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.CreateGroupRequest & im.CreateGroupRequest.$Shape} CreateGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.CreateGroupRequest & im.CreateGroupRequest.$Shape;

        /**
         * Decodes a CreateGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.CreateGroupRequest & im.CreateGroupRequest.$Shape} CreateGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.CreateGroupRequest & im.CreateGroupRequest.$Shape;

        /**
         * Verifies a CreateGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a CreateGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns CreateGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.CreateGroupRequest;

        /**
         * Creates a plain object from a CreateGroupRequest message. Also converts values to other types if specified.
         * @param message CreateGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.CreateGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this CreateGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for CreateGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace CreateGroupRequest {

        /** Properties of a CreateGroupRequest. */
        interface $Properties {

            /** CreateGroupRequest clientRequestId */
            clientRequestId?: (Uint8Array|null);

            /** CreateGroupRequest name */
            name?: (string|null);

            /** CreateGroupRequest avatarUrl */
            avatarUrl?: (string|null);

            /** CreateGroupRequest about */
            about?: (string|null);

            /** CreateGroupRequest joinPolicy */
            joinPolicy?: (im.JoinPolicy|null);

            /** CreateGroupRequest memberIds */
            memberIds?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CreateGroupRequest. */
        type $Shape = im.CreateGroupRequest.$Properties;
    }

    /**
     * Properties of a CreateGroupReply.
     * @deprecated Use im.CreateGroupReply.$Properties instead.
     */
    interface ICreateGroupReply extends im.CreateGroupReply.$Properties {
    }

    /** Represents a CreateGroupReply. */
    class CreateGroupReply {

        /** Reflection-backed declarations are not constructable. Use CreateGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CreateGroupReply group. */
        group?: (im.Group.$Properties|null);

        /**
         * Creates a new CreateGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CreateGroupReply instance
         */
        static create(properties: im.CreateGroupReply.$Shape): im.CreateGroupReply & im.CreateGroupReply.$Shape;
        static create(properties?: im.CreateGroupReply.$Properties): im.CreateGroupReply;

        /**
         * Encodes the specified CreateGroupReply message. Does not implicitly {@link im.CreateGroupReply.verify|verify} messages.
         * @param message CreateGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.CreateGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified CreateGroupReply message, length delimited. Does not implicitly {@link im.CreateGroupReply.verify|verify} messages.
         * @param message CreateGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.CreateGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CreateGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.CreateGroupReply & im.CreateGroupReply.$Shape} CreateGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.CreateGroupReply & im.CreateGroupReply.$Shape;

        /**
         * Decodes a CreateGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.CreateGroupReply & im.CreateGroupReply.$Shape} CreateGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.CreateGroupReply & im.CreateGroupReply.$Shape;

        /**
         * Verifies a CreateGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a CreateGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns CreateGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.CreateGroupReply;

        /**
         * Creates a plain object from a CreateGroupReply message. Also converts values to other types if specified.
         * @param message CreateGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.CreateGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this CreateGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for CreateGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace CreateGroupReply {

        /** Properties of a CreateGroupReply. */
        interface $Properties {

            /** CreateGroupReply group */
            group?: (im.Group.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CreateGroupReply. */
        type $Shape = im.CreateGroupReply.$Properties;
    }

    /**
     * Properties of a GetGroupRequest.
     * @deprecated Use im.GetGroupRequest.$Properties instead.
     */
    interface IGetGroupRequest extends im.GetGroupRequest.$Properties {
    }

    /** Represents a GetGroupRequest. */
    class GetGroupRequest {

        /** Reflection-backed declarations are not constructable. Use GetGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GetGroupRequest groupId. */
        groupId: string;

        /**
         * Creates a new GetGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns GetGroupRequest instance
         */
        static create(properties: im.GetGroupRequest.$Shape): im.GetGroupRequest & im.GetGroupRequest.$Shape;
        static create(properties?: im.GetGroupRequest.$Properties): im.GetGroupRequest;

        /**
         * Encodes the specified GetGroupRequest message. Does not implicitly {@link im.GetGroupRequest.verify|verify} messages.
         * @param message GetGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.GetGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified GetGroupRequest message, length delimited. Does not implicitly {@link im.GetGroupRequest.verify|verify} messages.
         * @param message GetGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.GetGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GetGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.GetGroupRequest & im.GetGroupRequest.$Shape} GetGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.GetGroupRequest & im.GetGroupRequest.$Shape;

        /**
         * Decodes a GetGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.GetGroupRequest & im.GetGroupRequest.$Shape} GetGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.GetGroupRequest & im.GetGroupRequest.$Shape;

        /**
         * Verifies a GetGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a GetGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns GetGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.GetGroupRequest;

        /**
         * Creates a plain object from a GetGroupRequest message. Also converts values to other types if specified.
         * @param message GetGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.GetGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this GetGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for GetGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace GetGroupRequest {

        /** Properties of a GetGroupRequest. */
        interface $Properties {

            /** GetGroupRequest groupId */
            groupId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GetGroupRequest. */
        type $Shape = im.GetGroupRequest.$Properties;
    }

    /**
     * Properties of a GetGroupReply.
     * @deprecated Use im.GetGroupReply.$Properties instead.
     */
    interface IGetGroupReply extends im.GetGroupReply.$Properties {
    }

    /** Represents a GetGroupReply. */
    class GetGroupReply {

        /** Reflection-backed declarations are not constructable. Use GetGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GetGroupReply group. */
        group?: (im.Group.$Properties|null);

        /**
         * Creates a new GetGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns GetGroupReply instance
         */
        static create(properties: im.GetGroupReply.$Shape): im.GetGroupReply & im.GetGroupReply.$Shape;
        static create(properties?: im.GetGroupReply.$Properties): im.GetGroupReply;

        /**
         * Encodes the specified GetGroupReply message. Does not implicitly {@link im.GetGroupReply.verify|verify} messages.
         * @param message GetGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.GetGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified GetGroupReply message, length delimited. Does not implicitly {@link im.GetGroupReply.verify|verify} messages.
         * @param message GetGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.GetGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GetGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.GetGroupReply & im.GetGroupReply.$Shape} GetGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.GetGroupReply & im.GetGroupReply.$Shape;

        /**
         * Decodes a GetGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.GetGroupReply & im.GetGroupReply.$Shape} GetGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.GetGroupReply & im.GetGroupReply.$Shape;

        /**
         * Verifies a GetGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a GetGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns GetGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.GetGroupReply;

        /**
         * Creates a plain object from a GetGroupReply message. Also converts values to other types if specified.
         * @param message GetGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.GetGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this GetGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for GetGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace GetGroupReply {

        /** Properties of a GetGroupReply. */
        interface $Properties {

            /** GetGroupReply group */
            group?: (im.Group.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GetGroupReply. */
        type $Shape = im.GetGroupReply.$Properties;
    }

    /**
     * Properties of a ListGroupsRequest.
     * @deprecated Use im.ListGroupsRequest.$Properties instead.
     */
    interface IListGroupsRequest extends im.ListGroupsRequest.$Properties {
    }

    /** Represents a ListGroupsRequest. */
    class ListGroupsRequest {

        /** Reflection-backed declarations are not constructable. Use ListGroupsRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListGroupsRequest afterGroupId. */
        afterGroupId: string;

        /** ListGroupsRequest limit. */
        limit: number;

        /**
         * Creates a new ListGroupsRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListGroupsRequest instance
         */
        static create(properties: im.ListGroupsRequest.$Shape): im.ListGroupsRequest & im.ListGroupsRequest.$Shape;
        static create(properties?: im.ListGroupsRequest.$Properties): im.ListGroupsRequest;

        /**
         * Encodes the specified ListGroupsRequest message. Does not implicitly {@link im.ListGroupsRequest.verify|verify} messages.
         * @param message ListGroupsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListGroupsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListGroupsRequest message, length delimited. Does not implicitly {@link im.ListGroupsRequest.verify|verify} messages.
         * @param message ListGroupsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListGroupsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListGroupsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListGroupsRequest & im.ListGroupsRequest.$Shape} ListGroupsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListGroupsRequest & im.ListGroupsRequest.$Shape;

        /**
         * Decodes a ListGroupsRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListGroupsRequest & im.ListGroupsRequest.$Shape} ListGroupsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListGroupsRequest & im.ListGroupsRequest.$Shape;

        /**
         * Verifies a ListGroupsRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListGroupsRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListGroupsRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListGroupsRequest;

        /**
         * Creates a plain object from a ListGroupsRequest message. Also converts values to other types if specified.
         * @param message ListGroupsRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListGroupsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListGroupsRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListGroupsRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListGroupsRequest {

        /** Properties of a ListGroupsRequest. */
        interface $Properties {

            /** ListGroupsRequest afterGroupId */
            afterGroupId?: (string|null);

            /** ListGroupsRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListGroupsRequest. */
        type $Shape = im.ListGroupsRequest.$Properties;
    }

    /**
     * Properties of a ListGroupsReply.
     * @deprecated Use im.ListGroupsReply.$Properties instead.
     */
    interface IListGroupsReply extends im.ListGroupsReply.$Properties {
    }

    /** Represents a ListGroupsReply. */
    class ListGroupsReply {

        /** Reflection-backed declarations are not constructable. Use ListGroupsReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListGroupsReply groups. */
        groups: im.Group.$Properties[];

        /** ListGroupsReply more. */
        more: boolean;

        /**
         * Creates a new ListGroupsReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListGroupsReply instance
         */
        static create(properties: im.ListGroupsReply.$Shape): im.ListGroupsReply & im.ListGroupsReply.$Shape;
        static create(properties?: im.ListGroupsReply.$Properties): im.ListGroupsReply;

        /**
         * Encodes the specified ListGroupsReply message. Does not implicitly {@link im.ListGroupsReply.verify|verify} messages.
         * @param message ListGroupsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListGroupsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListGroupsReply message, length delimited. Does not implicitly {@link im.ListGroupsReply.verify|verify} messages.
         * @param message ListGroupsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListGroupsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListGroupsReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListGroupsReply & im.ListGroupsReply.$Shape} ListGroupsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListGroupsReply & im.ListGroupsReply.$Shape;

        /**
         * Decodes a ListGroupsReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListGroupsReply & im.ListGroupsReply.$Shape} ListGroupsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListGroupsReply & im.ListGroupsReply.$Shape;

        /**
         * Verifies a ListGroupsReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListGroupsReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListGroupsReply
         */
        static fromObject(object: { [k: string]: any }): im.ListGroupsReply;

        /**
         * Creates a plain object from a ListGroupsReply message. Also converts values to other types if specified.
         * @param message ListGroupsReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListGroupsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListGroupsReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListGroupsReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListGroupsReply {

        /** Properties of a ListGroupsReply. */
        interface $Properties {

            /** ListGroupsReply groups */
            groups?: (im.Group.$Properties[]|null);

            /** ListGroupsReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListGroupsReply. */
        type $Shape = im.ListGroupsReply.$Properties;
    }

    /**
     * Properties of a ListGroupMembersRequest.
     * @deprecated Use im.ListGroupMembersRequest.$Properties instead.
     */
    interface IListGroupMembersRequest extends im.ListGroupMembersRequest.$Properties {
    }

    /** Represents a ListGroupMembersRequest. */
    class ListGroupMembersRequest {

        /** Reflection-backed declarations are not constructable. Use ListGroupMembersRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListGroupMembersRequest groupId. */
        groupId: string;

        /** ListGroupMembersRequest afterUserId. */
        afterUserId: string;

        /** ListGroupMembersRequest limit. */
        limit: number;

        /**
         * Creates a new ListGroupMembersRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListGroupMembersRequest instance
         */
        static create(properties: im.ListGroupMembersRequest.$Shape): im.ListGroupMembersRequest & im.ListGroupMembersRequest.$Shape;
        static create(properties?: im.ListGroupMembersRequest.$Properties): im.ListGroupMembersRequest;

        /**
         * Encodes the specified ListGroupMembersRequest message. Does not implicitly {@link im.ListGroupMembersRequest.verify|verify} messages.
         * @param message ListGroupMembersRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListGroupMembersRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListGroupMembersRequest message, length delimited. Does not implicitly {@link im.ListGroupMembersRequest.verify|verify} messages.
         * @param message ListGroupMembersRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListGroupMembersRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListGroupMembersRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListGroupMembersRequest & im.ListGroupMembersRequest.$Shape} ListGroupMembersRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListGroupMembersRequest & im.ListGroupMembersRequest.$Shape;

        /**
         * Decodes a ListGroupMembersRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListGroupMembersRequest & im.ListGroupMembersRequest.$Shape} ListGroupMembersRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListGroupMembersRequest & im.ListGroupMembersRequest.$Shape;

        /**
         * Verifies a ListGroupMembersRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListGroupMembersRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListGroupMembersRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListGroupMembersRequest;

        /**
         * Creates a plain object from a ListGroupMembersRequest message. Also converts values to other types if specified.
         * @param message ListGroupMembersRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListGroupMembersRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListGroupMembersRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListGroupMembersRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListGroupMembersRequest {

        /** Properties of a ListGroupMembersRequest. */
        interface $Properties {

            /** ListGroupMembersRequest groupId */
            groupId?: (string|null);

            /** ListGroupMembersRequest afterUserId */
            afterUserId?: (string|null);

            /** ListGroupMembersRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListGroupMembersRequest. */
        type $Shape = im.ListGroupMembersRequest.$Properties;
    }

    /**
     * Properties of a ListGroupMembersReply.
     * @deprecated Use im.ListGroupMembersReply.$Properties instead.
     */
    interface IListGroupMembersReply extends im.ListGroupMembersReply.$Properties {
    }

    /** Represents a ListGroupMembersReply. */
    class ListGroupMembersReply {

        /** Reflection-backed declarations are not constructable. Use ListGroupMembersReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListGroupMembersReply members. */
        members: im.GroupMember.$Properties[];

        /** ListGroupMembersReply more. */
        more: boolean;

        /**
         * Creates a new ListGroupMembersReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListGroupMembersReply instance
         */
        static create(properties: im.ListGroupMembersReply.$Shape): im.ListGroupMembersReply & im.ListGroupMembersReply.$Shape;
        static create(properties?: im.ListGroupMembersReply.$Properties): im.ListGroupMembersReply;

        /**
         * Encodes the specified ListGroupMembersReply message. Does not implicitly {@link im.ListGroupMembersReply.verify|verify} messages.
         * @param message ListGroupMembersReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListGroupMembersReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListGroupMembersReply message, length delimited. Does not implicitly {@link im.ListGroupMembersReply.verify|verify} messages.
         * @param message ListGroupMembersReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListGroupMembersReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListGroupMembersReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListGroupMembersReply & im.ListGroupMembersReply.$Shape} ListGroupMembersReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListGroupMembersReply & im.ListGroupMembersReply.$Shape;

        /**
         * Decodes a ListGroupMembersReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListGroupMembersReply & im.ListGroupMembersReply.$Shape} ListGroupMembersReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListGroupMembersReply & im.ListGroupMembersReply.$Shape;

        /**
         * Verifies a ListGroupMembersReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListGroupMembersReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListGroupMembersReply
         */
        static fromObject(object: { [k: string]: any }): im.ListGroupMembersReply;

        /**
         * Creates a plain object from a ListGroupMembersReply message. Also converts values to other types if specified.
         * @param message ListGroupMembersReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListGroupMembersReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListGroupMembersReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListGroupMembersReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListGroupMembersReply {

        /** Properties of a ListGroupMembersReply. */
        interface $Properties {

            /** ListGroupMembersReply members */
            members?: (im.GroupMember.$Properties[]|null);

            /** ListGroupMembersReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListGroupMembersReply. */
        type $Shape = im.ListGroupMembersReply.$Properties;
    }

    /**
     * Properties of an UpdateGroupRequest.
     * @deprecated Use im.UpdateGroupRequest.$Properties instead.
     */
    interface IUpdateGroupRequest extends im.UpdateGroupRequest.$Properties {
    }

    /** Represents an UpdateGroupRequest. */
    class UpdateGroupRequest {

        /** Reflection-backed declarations are not constructable. Use UpdateGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UpdateGroupRequest groupId. */
        groupId: string;

        /** UpdateGroupRequest name. */
        name?: (string|null);

        /** UpdateGroupRequest avatarUrl. */
        avatarUrl?: (string|null);

        /** UpdateGroupRequest about. */
        about?: (string|null);

        /** UpdateGroupRequest joinPolicy. */
        joinPolicy?: (im.JoinPolicy|null);

        /**
         * Creates a new UpdateGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UpdateGroupRequest instance
         */
        static create(properties: im.UpdateGroupRequest.$Shape): im.UpdateGroupRequest & im.UpdateGroupRequest.$Shape;
        static create(properties?: im.UpdateGroupRequest.$Properties): im.UpdateGroupRequest;

        /**
         * Encodes the specified UpdateGroupRequest message. Does not implicitly {@link im.UpdateGroupRequest.verify|verify} messages.
         * @param message UpdateGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.UpdateGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified UpdateGroupRequest message, length delimited. Does not implicitly {@link im.UpdateGroupRequest.verify|verify} messages.
         * @param message UpdateGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.UpdateGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UpdateGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.UpdateGroupRequest & im.UpdateGroupRequest.$Shape} UpdateGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.UpdateGroupRequest & im.UpdateGroupRequest.$Shape;

        /**
         * Decodes an UpdateGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.UpdateGroupRequest & im.UpdateGroupRequest.$Shape} UpdateGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.UpdateGroupRequest & im.UpdateGroupRequest.$Shape;

        /**
         * Verifies an UpdateGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an UpdateGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns UpdateGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.UpdateGroupRequest;

        /**
         * Creates a plain object from an UpdateGroupRequest message. Also converts values to other types if specified.
         * @param message UpdateGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.UpdateGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this UpdateGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for UpdateGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace UpdateGroupRequest {

        /** Properties of an UpdateGroupRequest. */
        interface $Properties {

            /** UpdateGroupRequest groupId */
            groupId?: (string|null);

            /** UpdateGroupRequest name */
            name?: (string|null);

            /** UpdateGroupRequest avatarUrl */
            avatarUrl?: (string|null);

            /** UpdateGroupRequest about */
            about?: (string|null);

            /** UpdateGroupRequest joinPolicy */
            joinPolicy?: (im.JoinPolicy|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UpdateGroupRequest. */
        type $Shape = im.UpdateGroupRequest.$Properties;
    }

    /**
     * Properties of an UpdateGroupReply.
     * @deprecated Use im.UpdateGroupReply.$Properties instead.
     */
    interface IUpdateGroupReply extends im.UpdateGroupReply.$Properties {
    }

    /** Represents an UpdateGroupReply. */
    class UpdateGroupReply {

        /** Reflection-backed declarations are not constructable. Use UpdateGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UpdateGroupReply group. */
        group?: (im.Group.$Properties|null);

        /**
         * Creates a new UpdateGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UpdateGroupReply instance
         */
        static create(properties: im.UpdateGroupReply.$Shape): im.UpdateGroupReply & im.UpdateGroupReply.$Shape;
        static create(properties?: im.UpdateGroupReply.$Properties): im.UpdateGroupReply;

        /**
         * Encodes the specified UpdateGroupReply message. Does not implicitly {@link im.UpdateGroupReply.verify|verify} messages.
         * @param message UpdateGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.UpdateGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified UpdateGroupReply message, length delimited. Does not implicitly {@link im.UpdateGroupReply.verify|verify} messages.
         * @param message UpdateGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.UpdateGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an UpdateGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.UpdateGroupReply & im.UpdateGroupReply.$Shape} UpdateGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.UpdateGroupReply & im.UpdateGroupReply.$Shape;

        /**
         * Decodes an UpdateGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.UpdateGroupReply & im.UpdateGroupReply.$Shape} UpdateGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.UpdateGroupReply & im.UpdateGroupReply.$Shape;

        /**
         * Verifies an UpdateGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an UpdateGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns UpdateGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.UpdateGroupReply;

        /**
         * Creates a plain object from an UpdateGroupReply message. Also converts values to other types if specified.
         * @param message UpdateGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.UpdateGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this UpdateGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for UpdateGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace UpdateGroupReply {

        /** Properties of an UpdateGroupReply. */
        interface $Properties {

            /** UpdateGroupReply group */
            group?: (im.Group.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an UpdateGroupReply. */
        type $Shape = im.UpdateGroupReply.$Properties;
    }

    /**
     * Properties of an InviteToGroupRequest.
     * @deprecated Use im.InviteToGroupRequest.$Properties instead.
     */
    interface IInviteToGroupRequest extends im.InviteToGroupRequest.$Properties {
    }

    /** Represents an InviteToGroupRequest. */
    class InviteToGroupRequest {

        /** Reflection-backed declarations are not constructable. Use InviteToGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InviteToGroupRequest groupId. */
        groupId: string;

        /** InviteToGroupRequest userIds. */
        userIds: string[];

        /**
         * Creates a new InviteToGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InviteToGroupRequest instance
         */
        static create(properties: im.InviteToGroupRequest.$Shape): im.InviteToGroupRequest & im.InviteToGroupRequest.$Shape;
        static create(properties?: im.InviteToGroupRequest.$Properties): im.InviteToGroupRequest;

        /**
         * Encodes the specified InviteToGroupRequest message. Does not implicitly {@link im.InviteToGroupRequest.verify|verify} messages.
         * @param message InviteToGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.InviteToGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified InviteToGroupRequest message, length delimited. Does not implicitly {@link im.InviteToGroupRequest.verify|verify} messages.
         * @param message InviteToGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.InviteToGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InviteToGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.InviteToGroupRequest & im.InviteToGroupRequest.$Shape} InviteToGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InviteToGroupRequest & im.InviteToGroupRequest.$Shape;

        /**
         * Decodes an InviteToGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.InviteToGroupRequest & im.InviteToGroupRequest.$Shape} InviteToGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InviteToGroupRequest & im.InviteToGroupRequest.$Shape;

        /**
         * Verifies an InviteToGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an InviteToGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns InviteToGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.InviteToGroupRequest;

        /**
         * Creates a plain object from an InviteToGroupRequest message. Also converts values to other types if specified.
         * @param message InviteToGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.InviteToGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this InviteToGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for InviteToGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace InviteToGroupRequest {

        /** Properties of an InviteToGroupRequest. */
        interface $Properties {

            /** InviteToGroupRequest groupId */
            groupId?: (string|null);

            /** InviteToGroupRequest userIds */
            userIds?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InviteToGroupRequest. */
        type $Shape = im.InviteToGroupRequest.$Properties;
    }

    /**
     * Properties of an InviteToGroupReply.
     * @deprecated Use im.InviteToGroupReply.$Properties instead.
     */
    interface IInviteToGroupReply extends im.InviteToGroupReply.$Properties {
    }

    /** Represents an InviteToGroupReply. */
    class InviteToGroupReply {

        /** Reflection-backed declarations are not constructable. Use InviteToGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InviteToGroupReply group. */
        group?: (im.Group.$Properties|null);

        /**
         * Creates a new InviteToGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InviteToGroupReply instance
         */
        static create(properties: im.InviteToGroupReply.$Shape): im.InviteToGroupReply & im.InviteToGroupReply.$Shape;
        static create(properties?: im.InviteToGroupReply.$Properties): im.InviteToGroupReply;

        /**
         * Encodes the specified InviteToGroupReply message. Does not implicitly {@link im.InviteToGroupReply.verify|verify} messages.
         * @param message InviteToGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.InviteToGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified InviteToGroupReply message, length delimited. Does not implicitly {@link im.InviteToGroupReply.verify|verify} messages.
         * @param message InviteToGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.InviteToGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InviteToGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.InviteToGroupReply & im.InviteToGroupReply.$Shape} InviteToGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InviteToGroupReply & im.InviteToGroupReply.$Shape;

        /**
         * Decodes an InviteToGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.InviteToGroupReply & im.InviteToGroupReply.$Shape} InviteToGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InviteToGroupReply & im.InviteToGroupReply.$Shape;

        /**
         * Verifies an InviteToGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an InviteToGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns InviteToGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.InviteToGroupReply;

        /**
         * Creates a plain object from an InviteToGroupReply message. Also converts values to other types if specified.
         * @param message InviteToGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.InviteToGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this InviteToGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for InviteToGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace InviteToGroupReply {

        /** Properties of an InviteToGroupReply. */
        interface $Properties {

            /** InviteToGroupReply group */
            group?: (im.Group.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InviteToGroupReply. */
        type $Shape = im.InviteToGroupReply.$Properties;
    }

    /**
     * Properties of a JoinGroupRequest.
     * @deprecated Use im.JoinGroupRequest.$Properties instead.
     */
    interface IJoinGroupRequest extends im.JoinGroupRequest.$Properties {
    }

    /** Represents a JoinGroupRequest. */
    class JoinGroupRequest {

        /** Reflection-backed declarations are not constructable. Use JoinGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JoinGroupRequest groupId. */
        groupId: string;

        /** JoinGroupRequest greeting. */
        greeting: string;

        /**
         * Creates a new JoinGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns JoinGroupRequest instance
         */
        static create(properties: im.JoinGroupRequest.$Shape): im.JoinGroupRequest & im.JoinGroupRequest.$Shape;
        static create(properties?: im.JoinGroupRequest.$Properties): im.JoinGroupRequest;

        /**
         * Encodes the specified JoinGroupRequest message. Does not implicitly {@link im.JoinGroupRequest.verify|verify} messages.
         * @param message JoinGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.JoinGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified JoinGroupRequest message, length delimited. Does not implicitly {@link im.JoinGroupRequest.verify|verify} messages.
         * @param message JoinGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.JoinGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JoinGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.JoinGroupRequest & im.JoinGroupRequest.$Shape} JoinGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.JoinGroupRequest & im.JoinGroupRequest.$Shape;

        /**
         * Decodes a JoinGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.JoinGroupRequest & im.JoinGroupRequest.$Shape} JoinGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.JoinGroupRequest & im.JoinGroupRequest.$Shape;

        /**
         * Verifies a JoinGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a JoinGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns JoinGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.JoinGroupRequest;

        /**
         * Creates a plain object from a JoinGroupRequest message. Also converts values to other types if specified.
         * @param message JoinGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.JoinGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this JoinGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for JoinGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace JoinGroupRequest {

        /** Properties of a JoinGroupRequest. */
        interface $Properties {

            /** JoinGroupRequest groupId */
            groupId?: (string|null);

            /** JoinGroupRequest greeting */
            greeting?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a JoinGroupRequest. */
        type $Shape = im.JoinGroupRequest.$Properties;
    }

    /**
     * Properties of a JoinGroupReply.
     * @deprecated Use im.JoinGroupReply.$Properties instead.
     */
    interface IJoinGroupReply extends im.JoinGroupReply.$Properties {
    }

    /** Represents a JoinGroupReply. */
    class JoinGroupReply {

        /** Reflection-backed declarations are not constructable. Use JoinGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JoinGroupReply joined. */
        joined: boolean;

        /** JoinGroupReply group. */
        group?: (im.Group.$Properties|null);

        /**
         * Creates a new JoinGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns JoinGroupReply instance
         */
        static create(properties: im.JoinGroupReply.$Shape): im.JoinGroupReply & im.JoinGroupReply.$Shape;
        static create(properties?: im.JoinGroupReply.$Properties): im.JoinGroupReply;

        /**
         * Encodes the specified JoinGroupReply message. Does not implicitly {@link im.JoinGroupReply.verify|verify} messages.
         * @param message JoinGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.JoinGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified JoinGroupReply message, length delimited. Does not implicitly {@link im.JoinGroupReply.verify|verify} messages.
         * @param message JoinGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.JoinGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JoinGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.JoinGroupReply & im.JoinGroupReply.$Shape} JoinGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.JoinGroupReply & im.JoinGroupReply.$Shape;

        /**
         * Decodes a JoinGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.JoinGroupReply & im.JoinGroupReply.$Shape} JoinGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.JoinGroupReply & im.JoinGroupReply.$Shape;

        /**
         * Verifies a JoinGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a JoinGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns JoinGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.JoinGroupReply;

        /**
         * Creates a plain object from a JoinGroupReply message. Also converts values to other types if specified.
         * @param message JoinGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.JoinGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this JoinGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for JoinGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace JoinGroupReply {

        /** Properties of a JoinGroupReply. */
        interface $Properties {

            /** JoinGroupReply joined */
            joined?: (boolean|null);

            /** JoinGroupReply group */
            group?: (im.Group.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a JoinGroupReply. */
        type $Shape = im.JoinGroupReply.$Properties;
    }

    /**
     * Properties of a ListJoinRequestsRequest.
     * @deprecated Use im.ListJoinRequestsRequest.$Properties instead.
     */
    interface IListJoinRequestsRequest extends im.ListJoinRequestsRequest.$Properties {
    }

    /** Represents a ListJoinRequestsRequest. */
    class ListJoinRequestsRequest {

        /** Reflection-backed declarations are not constructable. Use ListJoinRequestsRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListJoinRequestsRequest groupId. */
        groupId: string;

        /** ListJoinRequestsRequest afterUserId. */
        afterUserId: string;

        /** ListJoinRequestsRequest limit. */
        limit: number;

        /**
         * Creates a new ListJoinRequestsRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListJoinRequestsRequest instance
         */
        static create(properties: im.ListJoinRequestsRequest.$Shape): im.ListJoinRequestsRequest & im.ListJoinRequestsRequest.$Shape;
        static create(properties?: im.ListJoinRequestsRequest.$Properties): im.ListJoinRequestsRequest;

        /**
         * Encodes the specified ListJoinRequestsRequest message. Does not implicitly {@link im.ListJoinRequestsRequest.verify|verify} messages.
         * @param message ListJoinRequestsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListJoinRequestsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListJoinRequestsRequest message, length delimited. Does not implicitly {@link im.ListJoinRequestsRequest.verify|verify} messages.
         * @param message ListJoinRequestsRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListJoinRequestsRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListJoinRequestsRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListJoinRequestsRequest & im.ListJoinRequestsRequest.$Shape} ListJoinRequestsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListJoinRequestsRequest & im.ListJoinRequestsRequest.$Shape;

        /**
         * Decodes a ListJoinRequestsRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListJoinRequestsRequest & im.ListJoinRequestsRequest.$Shape} ListJoinRequestsRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListJoinRequestsRequest & im.ListJoinRequestsRequest.$Shape;

        /**
         * Verifies a ListJoinRequestsRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListJoinRequestsRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListJoinRequestsRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListJoinRequestsRequest;

        /**
         * Creates a plain object from a ListJoinRequestsRequest message. Also converts values to other types if specified.
         * @param message ListJoinRequestsRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListJoinRequestsRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListJoinRequestsRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListJoinRequestsRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListJoinRequestsRequest {

        /** Properties of a ListJoinRequestsRequest. */
        interface $Properties {

            /** ListJoinRequestsRequest groupId */
            groupId?: (string|null);

            /** ListJoinRequestsRequest afterUserId */
            afterUserId?: (string|null);

            /** ListJoinRequestsRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListJoinRequestsRequest. */
        type $Shape = im.ListJoinRequestsRequest.$Properties;
    }

    /**
     * Properties of a ListJoinRequestsReply.
     * @deprecated Use im.ListJoinRequestsReply.$Properties instead.
     */
    interface IListJoinRequestsReply extends im.ListJoinRequestsReply.$Properties {
    }

    /** Represents a ListJoinRequestsReply. */
    class ListJoinRequestsReply {

        /** Reflection-backed declarations are not constructable. Use ListJoinRequestsReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListJoinRequestsReply requests. */
        requests: im.JoinRequest.$Properties[];

        /** ListJoinRequestsReply more. */
        more: boolean;

        /**
         * Creates a new ListJoinRequestsReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListJoinRequestsReply instance
         */
        static create(properties: im.ListJoinRequestsReply.$Shape): im.ListJoinRequestsReply & im.ListJoinRequestsReply.$Shape;
        static create(properties?: im.ListJoinRequestsReply.$Properties): im.ListJoinRequestsReply;

        /**
         * Encodes the specified ListJoinRequestsReply message. Does not implicitly {@link im.ListJoinRequestsReply.verify|verify} messages.
         * @param message ListJoinRequestsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListJoinRequestsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListJoinRequestsReply message, length delimited. Does not implicitly {@link im.ListJoinRequestsReply.verify|verify} messages.
         * @param message ListJoinRequestsReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListJoinRequestsReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListJoinRequestsReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListJoinRequestsReply & im.ListJoinRequestsReply.$Shape} ListJoinRequestsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListJoinRequestsReply & im.ListJoinRequestsReply.$Shape;

        /**
         * Decodes a ListJoinRequestsReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListJoinRequestsReply & im.ListJoinRequestsReply.$Shape} ListJoinRequestsReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListJoinRequestsReply & im.ListJoinRequestsReply.$Shape;

        /**
         * Verifies a ListJoinRequestsReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListJoinRequestsReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListJoinRequestsReply
         */
        static fromObject(object: { [k: string]: any }): im.ListJoinRequestsReply;

        /**
         * Creates a plain object from a ListJoinRequestsReply message. Also converts values to other types if specified.
         * @param message ListJoinRequestsReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListJoinRequestsReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListJoinRequestsReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListJoinRequestsReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListJoinRequestsReply {

        /** Properties of a ListJoinRequestsReply. */
        interface $Properties {

            /** ListJoinRequestsReply requests */
            requests?: (im.JoinRequest.$Properties[]|null);

            /** ListJoinRequestsReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListJoinRequestsReply. */
        type $Shape = im.ListJoinRequestsReply.$Properties;
    }

    /**
     * Properties of a JoinRequest.
     * @deprecated Use im.JoinRequest.$Properties instead.
     */
    interface IJoinRequest extends im.JoinRequest.$Properties {
    }

    /** Represents a JoinRequest. */
    class JoinRequest {

        /** Reflection-backed declarations are not constructable. Use JoinRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JoinRequest userId. */
        userId: string;

        /** JoinRequest name. */
        name: string;

        /** JoinRequest greeting. */
        greeting: string;

        /** JoinRequest requestedAt. */
        requestedAt: number;

        /**
         * Creates a new JoinRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns JoinRequest instance
         */
        static create(properties: im.JoinRequest.$Shape): im.JoinRequest & im.JoinRequest.$Shape;
        static create(properties?: im.JoinRequest.$Properties): im.JoinRequest;

        /**
         * Encodes the specified JoinRequest message. Does not implicitly {@link im.JoinRequest.verify|verify} messages.
         * @param message JoinRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.JoinRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified JoinRequest message, length delimited. Does not implicitly {@link im.JoinRequest.verify|verify} messages.
         * @param message JoinRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.JoinRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JoinRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.JoinRequest & im.JoinRequest.$Shape} JoinRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.JoinRequest & im.JoinRequest.$Shape;

        /**
         * Decodes a JoinRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.JoinRequest & im.JoinRequest.$Shape} JoinRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.JoinRequest & im.JoinRequest.$Shape;

        /**
         * Verifies a JoinRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a JoinRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns JoinRequest
         */
        static fromObject(object: { [k: string]: any }): im.JoinRequest;

        /**
         * Creates a plain object from a JoinRequest message. Also converts values to other types if specified.
         * @param message JoinRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.JoinRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this JoinRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for JoinRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace JoinRequest {

        /** Properties of a JoinRequest. */
        interface $Properties {

            /** JoinRequest userId */
            userId?: (string|null);

            /** JoinRequest name */
            name?: (string|null);

            /** JoinRequest greeting */
            greeting?: (string|null);

            /** JoinRequest requestedAt */
            requestedAt?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a JoinRequest. */
        type $Shape = im.JoinRequest.$Properties;
    }

    /**
     * Properties of an AnswerJoinRequestRequest.
     * @deprecated Use im.AnswerJoinRequestRequest.$Properties instead.
     */
    interface IAnswerJoinRequestRequest extends im.AnswerJoinRequestRequest.$Properties {
    }

    /** Represents an AnswerJoinRequestRequest. */
    class AnswerJoinRequestRequest {

        /** Reflection-backed declarations are not constructable. Use AnswerJoinRequestRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** AnswerJoinRequestRequest groupId. */
        groupId: string;

        /** AnswerJoinRequestRequest userId. */
        userId: string;

        /** AnswerJoinRequestRequest accept. */
        accept: boolean;

        /**
         * Creates a new AnswerJoinRequestRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AnswerJoinRequestRequest instance
         */
        static create(properties: im.AnswerJoinRequestRequest.$Shape): im.AnswerJoinRequestRequest & im.AnswerJoinRequestRequest.$Shape;
        static create(properties?: im.AnswerJoinRequestRequest.$Properties): im.AnswerJoinRequestRequest;

        /**
         * Encodes the specified AnswerJoinRequestRequest message. Does not implicitly {@link im.AnswerJoinRequestRequest.verify|verify} messages.
         * @param message AnswerJoinRequestRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.AnswerJoinRequestRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified AnswerJoinRequestRequest message, length delimited. Does not implicitly {@link im.AnswerJoinRequestRequest.verify|verify} messages.
         * @param message AnswerJoinRequestRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.AnswerJoinRequestRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AnswerJoinRequestRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.AnswerJoinRequestRequest & im.AnswerJoinRequestRequest.$Shape} AnswerJoinRequestRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.AnswerJoinRequestRequest & im.AnswerJoinRequestRequest.$Shape;

        /**
         * Decodes an AnswerJoinRequestRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.AnswerJoinRequestRequest & im.AnswerJoinRequestRequest.$Shape} AnswerJoinRequestRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.AnswerJoinRequestRequest & im.AnswerJoinRequestRequest.$Shape;

        /**
         * Verifies an AnswerJoinRequestRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an AnswerJoinRequestRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns AnswerJoinRequestRequest
         */
        static fromObject(object: { [k: string]: any }): im.AnswerJoinRequestRequest;

        /**
         * Creates a plain object from an AnswerJoinRequestRequest message. Also converts values to other types if specified.
         * @param message AnswerJoinRequestRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.AnswerJoinRequestRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this AnswerJoinRequestRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for AnswerJoinRequestRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace AnswerJoinRequestRequest {

        /** Properties of an AnswerJoinRequestRequest. */
        interface $Properties {

            /** AnswerJoinRequestRequest groupId */
            groupId?: (string|null);

            /** AnswerJoinRequestRequest userId */
            userId?: (string|null);

            /** AnswerJoinRequestRequest accept */
            accept?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AnswerJoinRequestRequest. */
        type $Shape = im.AnswerJoinRequestRequest.$Properties;
    }

    /**
     * Properties of an AnswerJoinRequestReply.
     * @deprecated Use im.AnswerJoinRequestReply.$Properties instead.
     */
    interface IAnswerJoinRequestReply extends im.AnswerJoinRequestReply.$Properties {
    }

    /** Represents an AnswerJoinRequestReply. */
    class AnswerJoinRequestReply {

        /** Reflection-backed declarations are not constructable. Use AnswerJoinRequestReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new AnswerJoinRequestReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns AnswerJoinRequestReply instance
         */
        static create(properties: im.AnswerJoinRequestReply.$Shape): im.AnswerJoinRequestReply & im.AnswerJoinRequestReply.$Shape;
        static create(properties?: im.AnswerJoinRequestReply.$Properties): im.AnswerJoinRequestReply;

        /**
         * Encodes the specified AnswerJoinRequestReply message. Does not implicitly {@link im.AnswerJoinRequestReply.verify|verify} messages.
         * @param message AnswerJoinRequestReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.AnswerJoinRequestReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified AnswerJoinRequestReply message, length delimited. Does not implicitly {@link im.AnswerJoinRequestReply.verify|verify} messages.
         * @param message AnswerJoinRequestReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.AnswerJoinRequestReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an AnswerJoinRequestReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.AnswerJoinRequestReply & im.AnswerJoinRequestReply.$Shape} AnswerJoinRequestReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.AnswerJoinRequestReply & im.AnswerJoinRequestReply.$Shape;

        /**
         * Decodes an AnswerJoinRequestReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.AnswerJoinRequestReply & im.AnswerJoinRequestReply.$Shape} AnswerJoinRequestReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.AnswerJoinRequestReply & im.AnswerJoinRequestReply.$Shape;

        /**
         * Verifies an AnswerJoinRequestReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an AnswerJoinRequestReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns AnswerJoinRequestReply
         */
        static fromObject(object: { [k: string]: any }): im.AnswerJoinRequestReply;

        /**
         * Creates a plain object from an AnswerJoinRequestReply message. Also converts values to other types if specified.
         * @param message AnswerJoinRequestReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.AnswerJoinRequestReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this AnswerJoinRequestReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for AnswerJoinRequestReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace AnswerJoinRequestReply {

        /** Properties of an AnswerJoinRequestReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an AnswerJoinRequestReply. */
        type $Shape = im.AnswerJoinRequestReply.$Properties;
    }

    /**
     * Properties of a LeaveGroupRequest.
     * @deprecated Use im.LeaveGroupRequest.$Properties instead.
     */
    interface ILeaveGroupRequest extends im.LeaveGroupRequest.$Properties {
    }

    /** Represents a LeaveGroupRequest. */
    class LeaveGroupRequest {

        /** Reflection-backed declarations are not constructable. Use LeaveGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LeaveGroupRequest groupId. */
        groupId: string;

        /**
         * Creates a new LeaveGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaveGroupRequest instance
         */
        static create(properties: im.LeaveGroupRequest.$Shape): im.LeaveGroupRequest & im.LeaveGroupRequest.$Shape;
        static create(properties?: im.LeaveGroupRequest.$Properties): im.LeaveGroupRequest;

        /**
         * Encodes the specified LeaveGroupRequest message. Does not implicitly {@link im.LeaveGroupRequest.verify|verify} messages.
         * @param message LeaveGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LeaveGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LeaveGroupRequest message, length delimited. Does not implicitly {@link im.LeaveGroupRequest.verify|verify} messages.
         * @param message LeaveGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LeaveGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaveGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LeaveGroupRequest & im.LeaveGroupRequest.$Shape} LeaveGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LeaveGroupRequest & im.LeaveGroupRequest.$Shape;

        /**
         * Decodes a LeaveGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LeaveGroupRequest & im.LeaveGroupRequest.$Shape} LeaveGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LeaveGroupRequest & im.LeaveGroupRequest.$Shape;

        /**
         * Verifies a LeaveGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LeaveGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LeaveGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.LeaveGroupRequest;

        /**
         * Creates a plain object from a LeaveGroupRequest message. Also converts values to other types if specified.
         * @param message LeaveGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LeaveGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LeaveGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LeaveGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LeaveGroupRequest {

        /** Properties of a LeaveGroupRequest. */
        interface $Properties {

            /** LeaveGroupRequest groupId */
            groupId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaveGroupRequest. */
        type $Shape = im.LeaveGroupRequest.$Properties;
    }

    /**
     * Properties of a LeaveGroupReply.
     * @deprecated Use im.LeaveGroupReply.$Properties instead.
     */
    interface ILeaveGroupReply extends im.LeaveGroupReply.$Properties {
    }

    /** Represents a LeaveGroupReply. */
    class LeaveGroupReply {

        /** Reflection-backed declarations are not constructable. Use LeaveGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new LeaveGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LeaveGroupReply instance
         */
        static create(properties: im.LeaveGroupReply.$Shape): im.LeaveGroupReply & im.LeaveGroupReply.$Shape;
        static create(properties?: im.LeaveGroupReply.$Properties): im.LeaveGroupReply;

        /**
         * Encodes the specified LeaveGroupReply message. Does not implicitly {@link im.LeaveGroupReply.verify|verify} messages.
         * @param message LeaveGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LeaveGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LeaveGroupReply message, length delimited. Does not implicitly {@link im.LeaveGroupReply.verify|verify} messages.
         * @param message LeaveGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LeaveGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LeaveGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LeaveGroupReply & im.LeaveGroupReply.$Shape} LeaveGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LeaveGroupReply & im.LeaveGroupReply.$Shape;

        /**
         * Decodes a LeaveGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LeaveGroupReply & im.LeaveGroupReply.$Shape} LeaveGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LeaveGroupReply & im.LeaveGroupReply.$Shape;

        /**
         * Verifies a LeaveGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LeaveGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LeaveGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.LeaveGroupReply;

        /**
         * Creates a plain object from a LeaveGroupReply message. Also converts values to other types if specified.
         * @param message LeaveGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LeaveGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LeaveGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LeaveGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LeaveGroupReply {

        /** Properties of a LeaveGroupReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LeaveGroupReply. */
        type $Shape = im.LeaveGroupReply.$Properties;
    }

    /**
     * Properties of a RemoveFromGroupRequest.
     * @deprecated Use im.RemoveFromGroupRequest.$Properties instead.
     */
    interface IRemoveFromGroupRequest extends im.RemoveFromGroupRequest.$Properties {
    }

    /** Represents a RemoveFromGroupRequest. */
    class RemoveFromGroupRequest {

        /** Reflection-backed declarations are not constructable. Use RemoveFromGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RemoveFromGroupRequest groupId. */
        groupId: string;

        /** RemoveFromGroupRequest userId. */
        userId: string;

        /** RemoveFromGroupRequest ban. */
        ban: boolean;

        /**
         * Creates a new RemoveFromGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RemoveFromGroupRequest instance
         */
        static create(properties: im.RemoveFromGroupRequest.$Shape): im.RemoveFromGroupRequest & im.RemoveFromGroupRequest.$Shape;
        static create(properties?: im.RemoveFromGroupRequest.$Properties): im.RemoveFromGroupRequest;

        /**
         * Encodes the specified RemoveFromGroupRequest message. Does not implicitly {@link im.RemoveFromGroupRequest.verify|verify} messages.
         * @param message RemoveFromGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RemoveFromGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RemoveFromGroupRequest message, length delimited. Does not implicitly {@link im.RemoveFromGroupRequest.verify|verify} messages.
         * @param message RemoveFromGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RemoveFromGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RemoveFromGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RemoveFromGroupRequest & im.RemoveFromGroupRequest.$Shape} RemoveFromGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RemoveFromGroupRequest & im.RemoveFromGroupRequest.$Shape;

        /**
         * Decodes a RemoveFromGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RemoveFromGroupRequest & im.RemoveFromGroupRequest.$Shape} RemoveFromGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RemoveFromGroupRequest & im.RemoveFromGroupRequest.$Shape;

        /**
         * Verifies a RemoveFromGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RemoveFromGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RemoveFromGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.RemoveFromGroupRequest;

        /**
         * Creates a plain object from a RemoveFromGroupRequest message. Also converts values to other types if specified.
         * @param message RemoveFromGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RemoveFromGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RemoveFromGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RemoveFromGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RemoveFromGroupRequest {

        /** Properties of a RemoveFromGroupRequest. */
        interface $Properties {

            /** RemoveFromGroupRequest groupId */
            groupId?: (string|null);

            /** RemoveFromGroupRequest userId */
            userId?: (string|null);

            /** RemoveFromGroupRequest ban */
            ban?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RemoveFromGroupRequest. */
        type $Shape = im.RemoveFromGroupRequest.$Properties;
    }

    /**
     * Properties of a RemoveFromGroupReply.
     * @deprecated Use im.RemoveFromGroupReply.$Properties instead.
     */
    interface IRemoveFromGroupReply extends im.RemoveFromGroupReply.$Properties {
    }

    /** Represents a RemoveFromGroupReply. */
    class RemoveFromGroupReply {

        /** Reflection-backed declarations are not constructable. Use RemoveFromGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new RemoveFromGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RemoveFromGroupReply instance
         */
        static create(properties: im.RemoveFromGroupReply.$Shape): im.RemoveFromGroupReply & im.RemoveFromGroupReply.$Shape;
        static create(properties?: im.RemoveFromGroupReply.$Properties): im.RemoveFromGroupReply;

        /**
         * Encodes the specified RemoveFromGroupReply message. Does not implicitly {@link im.RemoveFromGroupReply.verify|verify} messages.
         * @param message RemoveFromGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RemoveFromGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RemoveFromGroupReply message, length delimited. Does not implicitly {@link im.RemoveFromGroupReply.verify|verify} messages.
         * @param message RemoveFromGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RemoveFromGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RemoveFromGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RemoveFromGroupReply & im.RemoveFromGroupReply.$Shape} RemoveFromGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RemoveFromGroupReply & im.RemoveFromGroupReply.$Shape;

        /**
         * Decodes a RemoveFromGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RemoveFromGroupReply & im.RemoveFromGroupReply.$Shape} RemoveFromGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RemoveFromGroupReply & im.RemoveFromGroupReply.$Shape;

        /**
         * Verifies a RemoveFromGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RemoveFromGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RemoveFromGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.RemoveFromGroupReply;

        /**
         * Creates a plain object from a RemoveFromGroupReply message. Also converts values to other types if specified.
         * @param message RemoveFromGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RemoveFromGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RemoveFromGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RemoveFromGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RemoveFromGroupReply {

        /** Properties of a RemoveFromGroupReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RemoveFromGroupReply. */
        type $Shape = im.RemoveFromGroupReply.$Properties;
    }

    /**
     * Properties of a GroupBan.
     * @deprecated Use im.GroupBan.$Properties instead.
     */
    interface IGroupBan extends im.GroupBan.$Properties {
    }

    /** Represents a GroupBan. */
    class GroupBan {

        /** Reflection-backed declarations are not constructable. Use GroupBan.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** GroupBan userId. */
        userId: string;

        /** GroupBan name. */
        name: string;

        /** GroupBan bannedBy. */
        bannedBy: string;

        /** GroupBan bannedAt. */
        bannedAt: number;

        /**
         * Creates a new GroupBan instance using the specified properties.
         * @param [properties] Properties to set
         * @returns GroupBan instance
         */
        static create(properties: im.GroupBan.$Shape): im.GroupBan & im.GroupBan.$Shape;
        static create(properties?: im.GroupBan.$Properties): im.GroupBan;

        /**
         * Encodes the specified GroupBan message. Does not implicitly {@link im.GroupBan.verify|verify} messages.
         * @param message GroupBan message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.GroupBan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified GroupBan message, length delimited. Does not implicitly {@link im.GroupBan.verify|verify} messages.
         * @param message GroupBan message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.GroupBan.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a GroupBan message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.GroupBan & im.GroupBan.$Shape} GroupBan
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.GroupBan & im.GroupBan.$Shape;

        /**
         * Decodes a GroupBan message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.GroupBan & im.GroupBan.$Shape} GroupBan
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.GroupBan & im.GroupBan.$Shape;

        /**
         * Verifies a GroupBan message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a GroupBan message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns GroupBan
         */
        static fromObject(object: { [k: string]: any }): im.GroupBan;

        /**
         * Creates a plain object from a GroupBan message. Also converts values to other types if specified.
         * @param message GroupBan
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.GroupBan, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this GroupBan to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for GroupBan
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace GroupBan {

        /** Properties of a GroupBan. */
        interface $Properties {

            /** GroupBan userId */
            userId?: (string|null);

            /** GroupBan name */
            name?: (string|null);

            /** GroupBan bannedBy */
            bannedBy?: (string|null);

            /** GroupBan bannedAt */
            bannedAt?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a GroupBan. */
        type $Shape = im.GroupBan.$Properties;
    }

    /**
     * Properties of a ListGroupBansRequest.
     * @deprecated Use im.ListGroupBansRequest.$Properties instead.
     */
    interface IListGroupBansRequest extends im.ListGroupBansRequest.$Properties {
    }

    /** Represents a ListGroupBansRequest. */
    class ListGroupBansRequest {

        /** Reflection-backed declarations are not constructable. Use ListGroupBansRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListGroupBansRequest groupId. */
        groupId: string;

        /** ListGroupBansRequest afterUserId. */
        afterUserId: string;

        /** ListGroupBansRequest limit. */
        limit: number;

        /**
         * Creates a new ListGroupBansRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListGroupBansRequest instance
         */
        static create(properties: im.ListGroupBansRequest.$Shape): im.ListGroupBansRequest & im.ListGroupBansRequest.$Shape;
        static create(properties?: im.ListGroupBansRequest.$Properties): im.ListGroupBansRequest;

        /**
         * Encodes the specified ListGroupBansRequest message. Does not implicitly {@link im.ListGroupBansRequest.verify|verify} messages.
         * @param message ListGroupBansRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListGroupBansRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListGroupBansRequest message, length delimited. Does not implicitly {@link im.ListGroupBansRequest.verify|verify} messages.
         * @param message ListGroupBansRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListGroupBansRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListGroupBansRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListGroupBansRequest & im.ListGroupBansRequest.$Shape} ListGroupBansRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListGroupBansRequest & im.ListGroupBansRequest.$Shape;

        /**
         * Decodes a ListGroupBansRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListGroupBansRequest & im.ListGroupBansRequest.$Shape} ListGroupBansRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListGroupBansRequest & im.ListGroupBansRequest.$Shape;

        /**
         * Verifies a ListGroupBansRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListGroupBansRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListGroupBansRequest
         */
        static fromObject(object: { [k: string]: any }): im.ListGroupBansRequest;

        /**
         * Creates a plain object from a ListGroupBansRequest message. Also converts values to other types if specified.
         * @param message ListGroupBansRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListGroupBansRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListGroupBansRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListGroupBansRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListGroupBansRequest {

        /** Properties of a ListGroupBansRequest. */
        interface $Properties {

            /** ListGroupBansRequest groupId */
            groupId?: (string|null);

            /** ListGroupBansRequest afterUserId */
            afterUserId?: (string|null);

            /** ListGroupBansRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListGroupBansRequest. */
        type $Shape = im.ListGroupBansRequest.$Properties;
    }

    /**
     * Properties of a ListGroupBansReply.
     * @deprecated Use im.ListGroupBansReply.$Properties instead.
     */
    interface IListGroupBansReply extends im.ListGroupBansReply.$Properties {
    }

    /** Represents a ListGroupBansReply. */
    class ListGroupBansReply {

        /** Reflection-backed declarations are not constructable. Use ListGroupBansReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ListGroupBansReply bans. */
        bans: im.GroupBan.$Properties[];

        /** ListGroupBansReply more. */
        more: boolean;

        /**
         * Creates a new ListGroupBansReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ListGroupBansReply instance
         */
        static create(properties: im.ListGroupBansReply.$Shape): im.ListGroupBansReply & im.ListGroupBansReply.$Shape;
        static create(properties?: im.ListGroupBansReply.$Properties): im.ListGroupBansReply;

        /**
         * Encodes the specified ListGroupBansReply message. Does not implicitly {@link im.ListGroupBansReply.verify|verify} messages.
         * @param message ListGroupBansReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ListGroupBansReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ListGroupBansReply message, length delimited. Does not implicitly {@link im.ListGroupBansReply.verify|verify} messages.
         * @param message ListGroupBansReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ListGroupBansReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ListGroupBansReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ListGroupBansReply & im.ListGroupBansReply.$Shape} ListGroupBansReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ListGroupBansReply & im.ListGroupBansReply.$Shape;

        /**
         * Decodes a ListGroupBansReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ListGroupBansReply & im.ListGroupBansReply.$Shape} ListGroupBansReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ListGroupBansReply & im.ListGroupBansReply.$Shape;

        /**
         * Verifies a ListGroupBansReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ListGroupBansReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ListGroupBansReply
         */
        static fromObject(object: { [k: string]: any }): im.ListGroupBansReply;

        /**
         * Creates a plain object from a ListGroupBansReply message. Also converts values to other types if specified.
         * @param message ListGroupBansReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ListGroupBansReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ListGroupBansReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ListGroupBansReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ListGroupBansReply {

        /** Properties of a ListGroupBansReply. */
        interface $Properties {

            /** ListGroupBansReply bans */
            bans?: (im.GroupBan.$Properties[]|null);

            /** ListGroupBansReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListGroupBansReply. */
        type $Shape = im.ListGroupBansReply.$Properties;
    }

    /**
     * Properties of a LiftGroupBanRequest.
     * @deprecated Use im.LiftGroupBanRequest.$Properties instead.
     */
    interface ILiftGroupBanRequest extends im.LiftGroupBanRequest.$Properties {
    }

    /** Represents a LiftGroupBanRequest. */
    class LiftGroupBanRequest {

        /** Reflection-backed declarations are not constructable. Use LiftGroupBanRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** LiftGroupBanRequest groupId. */
        groupId: string;

        /** LiftGroupBanRequest userId. */
        userId: string;

        /**
         * Creates a new LiftGroupBanRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LiftGroupBanRequest instance
         */
        static create(properties: im.LiftGroupBanRequest.$Shape): im.LiftGroupBanRequest & im.LiftGroupBanRequest.$Shape;
        static create(properties?: im.LiftGroupBanRequest.$Properties): im.LiftGroupBanRequest;

        /**
         * Encodes the specified LiftGroupBanRequest message. Does not implicitly {@link im.LiftGroupBanRequest.verify|verify} messages.
         * @param message LiftGroupBanRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LiftGroupBanRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LiftGroupBanRequest message, length delimited. Does not implicitly {@link im.LiftGroupBanRequest.verify|verify} messages.
         * @param message LiftGroupBanRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LiftGroupBanRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LiftGroupBanRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LiftGroupBanRequest & im.LiftGroupBanRequest.$Shape} LiftGroupBanRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LiftGroupBanRequest & im.LiftGroupBanRequest.$Shape;

        /**
         * Decodes a LiftGroupBanRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LiftGroupBanRequest & im.LiftGroupBanRequest.$Shape} LiftGroupBanRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LiftGroupBanRequest & im.LiftGroupBanRequest.$Shape;

        /**
         * Verifies a LiftGroupBanRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LiftGroupBanRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LiftGroupBanRequest
         */
        static fromObject(object: { [k: string]: any }): im.LiftGroupBanRequest;

        /**
         * Creates a plain object from a LiftGroupBanRequest message. Also converts values to other types if specified.
         * @param message LiftGroupBanRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LiftGroupBanRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LiftGroupBanRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LiftGroupBanRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LiftGroupBanRequest {

        /** Properties of a LiftGroupBanRequest. */
        interface $Properties {

            /** LiftGroupBanRequest groupId */
            groupId?: (string|null);

            /** LiftGroupBanRequest userId */
            userId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LiftGroupBanRequest. */
        type $Shape = im.LiftGroupBanRequest.$Properties;
    }

    /**
     * Properties of a LiftGroupBanReply.
     * @deprecated Use im.LiftGroupBanReply.$Properties instead.
     */
    interface ILiftGroupBanReply extends im.LiftGroupBanReply.$Properties {
    }

    /** Represents a LiftGroupBanReply. */
    class LiftGroupBanReply {

        /** Reflection-backed declarations are not constructable. Use LiftGroupBanReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new LiftGroupBanReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns LiftGroupBanReply instance
         */
        static create(properties: im.LiftGroupBanReply.$Shape): im.LiftGroupBanReply & im.LiftGroupBanReply.$Shape;
        static create(properties?: im.LiftGroupBanReply.$Properties): im.LiftGroupBanReply;

        /**
         * Encodes the specified LiftGroupBanReply message. Does not implicitly {@link im.LiftGroupBanReply.verify|verify} messages.
         * @param message LiftGroupBanReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.LiftGroupBanReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified LiftGroupBanReply message, length delimited. Does not implicitly {@link im.LiftGroupBanReply.verify|verify} messages.
         * @param message LiftGroupBanReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.LiftGroupBanReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a LiftGroupBanReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.LiftGroupBanReply & im.LiftGroupBanReply.$Shape} LiftGroupBanReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.LiftGroupBanReply & im.LiftGroupBanReply.$Shape;

        /**
         * Decodes a LiftGroupBanReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.LiftGroupBanReply & im.LiftGroupBanReply.$Shape} LiftGroupBanReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.LiftGroupBanReply & im.LiftGroupBanReply.$Shape;

        /**
         * Verifies a LiftGroupBanReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a LiftGroupBanReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns LiftGroupBanReply
         */
        static fromObject(object: { [k: string]: any }): im.LiftGroupBanReply;

        /**
         * Creates a plain object from a LiftGroupBanReply message. Also converts values to other types if specified.
         * @param message LiftGroupBanReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.LiftGroupBanReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this LiftGroupBanReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for LiftGroupBanReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace LiftGroupBanReply {

        /** Properties of a LiftGroupBanReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a LiftGroupBanReply. */
        type $Shape = im.LiftGroupBanReply.$Properties;
    }

    /**
     * Properties of a SetGroupRoleRequest.
     * @deprecated Use im.SetGroupRoleRequest.$Properties instead.
     */
    interface ISetGroupRoleRequest extends im.SetGroupRoleRequest.$Properties {
    }

    /** Represents a SetGroupRoleRequest. */
    class SetGroupRoleRequest {

        /** Reflection-backed declarations are not constructable. Use SetGroupRoleRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SetGroupRoleRequest groupId. */
        groupId: string;

        /** SetGroupRoleRequest userId. */
        userId: string;

        /** SetGroupRoleRequest role. */
        role: im.GroupRole;

        /**
         * Creates a new SetGroupRoleRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SetGroupRoleRequest instance
         */
        static create(properties: im.SetGroupRoleRequest.$Shape): im.SetGroupRoleRequest & im.SetGroupRoleRequest.$Shape;
        static create(properties?: im.SetGroupRoleRequest.$Properties): im.SetGroupRoleRequest;

        /**
         * Encodes the specified SetGroupRoleRequest message. Does not implicitly {@link im.SetGroupRoleRequest.verify|verify} messages.
         * @param message SetGroupRoleRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SetGroupRoleRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SetGroupRoleRequest message, length delimited. Does not implicitly {@link im.SetGroupRoleRequest.verify|verify} messages.
         * @param message SetGroupRoleRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SetGroupRoleRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetGroupRoleRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SetGroupRoleRequest & im.SetGroupRoleRequest.$Shape} SetGroupRoleRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SetGroupRoleRequest & im.SetGroupRoleRequest.$Shape;

        /**
         * Decodes a SetGroupRoleRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SetGroupRoleRequest & im.SetGroupRoleRequest.$Shape} SetGroupRoleRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SetGroupRoleRequest & im.SetGroupRoleRequest.$Shape;

        /**
         * Verifies a SetGroupRoleRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SetGroupRoleRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SetGroupRoleRequest
         */
        static fromObject(object: { [k: string]: any }): im.SetGroupRoleRequest;

        /**
         * Creates a plain object from a SetGroupRoleRequest message. Also converts values to other types if specified.
         * @param message SetGroupRoleRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SetGroupRoleRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SetGroupRoleRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SetGroupRoleRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SetGroupRoleRequest {

        /** Properties of a SetGroupRoleRequest. */
        interface $Properties {

            /** SetGroupRoleRequest groupId */
            groupId?: (string|null);

            /** SetGroupRoleRequest userId */
            userId?: (string|null);

            /** SetGroupRoleRequest role */
            role?: (im.GroupRole|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetGroupRoleRequest. */
        type $Shape = im.SetGroupRoleRequest.$Properties;
    }

    /**
     * Properties of a SetGroupRoleReply.
     * @deprecated Use im.SetGroupRoleReply.$Properties instead.
     */
    interface ISetGroupRoleReply extends im.SetGroupRoleReply.$Properties {
    }

    /** Represents a SetGroupRoleReply. */
    class SetGroupRoleReply {

        /** Reflection-backed declarations are not constructable. Use SetGroupRoleReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new SetGroupRoleReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SetGroupRoleReply instance
         */
        static create(properties: im.SetGroupRoleReply.$Shape): im.SetGroupRoleReply & im.SetGroupRoleReply.$Shape;
        static create(properties?: im.SetGroupRoleReply.$Properties): im.SetGroupRoleReply;

        /**
         * Encodes the specified SetGroupRoleReply message. Does not implicitly {@link im.SetGroupRoleReply.verify|verify} messages.
         * @param message SetGroupRoleReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SetGroupRoleReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SetGroupRoleReply message, length delimited. Does not implicitly {@link im.SetGroupRoleReply.verify|verify} messages.
         * @param message SetGroupRoleReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SetGroupRoleReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetGroupRoleReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SetGroupRoleReply & im.SetGroupRoleReply.$Shape} SetGroupRoleReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SetGroupRoleReply & im.SetGroupRoleReply.$Shape;

        /**
         * Decodes a SetGroupRoleReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SetGroupRoleReply & im.SetGroupRoleReply.$Shape} SetGroupRoleReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SetGroupRoleReply & im.SetGroupRoleReply.$Shape;

        /**
         * Verifies a SetGroupRoleReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SetGroupRoleReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SetGroupRoleReply
         */
        static fromObject(object: { [k: string]: any }): im.SetGroupRoleReply;

        /**
         * Creates a plain object from a SetGroupRoleReply message. Also converts values to other types if specified.
         * @param message SetGroupRoleReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SetGroupRoleReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SetGroupRoleReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SetGroupRoleReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SetGroupRoleReply {

        /** Properties of a SetGroupRoleReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetGroupRoleReply. */
        type $Shape = im.SetGroupRoleReply.$Properties;
    }

    /**
     * Properties of a TransferGroupRequest.
     * @deprecated Use im.TransferGroupRequest.$Properties instead.
     */
    interface ITransferGroupRequest extends im.TransferGroupRequest.$Properties {
    }

    /** Represents a TransferGroupRequest. */
    class TransferGroupRequest {

        /** Reflection-backed declarations are not constructable. Use TransferGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TransferGroupRequest groupId. */
        groupId: string;

        /** TransferGroupRequest userId. */
        userId: string;

        /**
         * Creates a new TransferGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TransferGroupRequest instance
         */
        static create(properties: im.TransferGroupRequest.$Shape): im.TransferGroupRequest & im.TransferGroupRequest.$Shape;
        static create(properties?: im.TransferGroupRequest.$Properties): im.TransferGroupRequest;

        /**
         * Encodes the specified TransferGroupRequest message. Does not implicitly {@link im.TransferGroupRequest.verify|verify} messages.
         * @param message TransferGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.TransferGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified TransferGroupRequest message, length delimited. Does not implicitly {@link im.TransferGroupRequest.verify|verify} messages.
         * @param message TransferGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.TransferGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TransferGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.TransferGroupRequest & im.TransferGroupRequest.$Shape} TransferGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.TransferGroupRequest & im.TransferGroupRequest.$Shape;

        /**
         * Decodes a TransferGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.TransferGroupRequest & im.TransferGroupRequest.$Shape} TransferGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.TransferGroupRequest & im.TransferGroupRequest.$Shape;

        /**
         * Verifies a TransferGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a TransferGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns TransferGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.TransferGroupRequest;

        /**
         * Creates a plain object from a TransferGroupRequest message. Also converts values to other types if specified.
         * @param message TransferGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.TransferGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this TransferGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for TransferGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TransferGroupRequest {

        /** Properties of a TransferGroupRequest. */
        interface $Properties {

            /** TransferGroupRequest groupId */
            groupId?: (string|null);

            /** TransferGroupRequest userId */
            userId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TransferGroupRequest. */
        type $Shape = im.TransferGroupRequest.$Properties;
    }

    /**
     * Properties of a TransferGroupReply.
     * @deprecated Use im.TransferGroupReply.$Properties instead.
     */
    interface ITransferGroupReply extends im.TransferGroupReply.$Properties {
    }

    /** Represents a TransferGroupReply. */
    class TransferGroupReply {

        /** Reflection-backed declarations are not constructable. Use TransferGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new TransferGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TransferGroupReply instance
         */
        static create(properties: im.TransferGroupReply.$Shape): im.TransferGroupReply & im.TransferGroupReply.$Shape;
        static create(properties?: im.TransferGroupReply.$Properties): im.TransferGroupReply;

        /**
         * Encodes the specified TransferGroupReply message. Does not implicitly {@link im.TransferGroupReply.verify|verify} messages.
         * @param message TransferGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.TransferGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified TransferGroupReply message, length delimited. Does not implicitly {@link im.TransferGroupReply.verify|verify} messages.
         * @param message TransferGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.TransferGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TransferGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.TransferGroupReply & im.TransferGroupReply.$Shape} TransferGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.TransferGroupReply & im.TransferGroupReply.$Shape;

        /**
         * Decodes a TransferGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.TransferGroupReply & im.TransferGroupReply.$Shape} TransferGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.TransferGroupReply & im.TransferGroupReply.$Shape;

        /**
         * Verifies a TransferGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a TransferGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns TransferGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.TransferGroupReply;

        /**
         * Creates a plain object from a TransferGroupReply message. Also converts values to other types if specified.
         * @param message TransferGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.TransferGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this TransferGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for TransferGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TransferGroupReply {

        /** Properties of a TransferGroupReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TransferGroupReply. */
        type $Shape = im.TransferGroupReply.$Properties;
    }

    /**
     * Properties of a MuteMemberRequest.
     * @deprecated Use im.MuteMemberRequest.$Properties instead.
     */
    interface IMuteMemberRequest extends im.MuteMemberRequest.$Properties {
    }

    /** Represents a MuteMemberRequest. */
    class MuteMemberRequest {

        /** Reflection-backed declarations are not constructable. Use MuteMemberRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** MuteMemberRequest groupId. */
        groupId: string;

        /** MuteMemberRequest userId. */
        userId: string;

        /** MuteMemberRequest seconds. */
        seconds: number;

        /**
         * Creates a new MuteMemberRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MuteMemberRequest instance
         */
        static create(properties: im.MuteMemberRequest.$Shape): im.MuteMemberRequest & im.MuteMemberRequest.$Shape;
        static create(properties?: im.MuteMemberRequest.$Properties): im.MuteMemberRequest;

        /**
         * Encodes the specified MuteMemberRequest message. Does not implicitly {@link im.MuteMemberRequest.verify|verify} messages.
         * @param message MuteMemberRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.MuteMemberRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified MuteMemberRequest message, length delimited. Does not implicitly {@link im.MuteMemberRequest.verify|verify} messages.
         * @param message MuteMemberRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.MuteMemberRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MuteMemberRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.MuteMemberRequest & im.MuteMemberRequest.$Shape} MuteMemberRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.MuteMemberRequest & im.MuteMemberRequest.$Shape;

        /**
         * Decodes a MuteMemberRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.MuteMemberRequest & im.MuteMemberRequest.$Shape} MuteMemberRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.MuteMemberRequest & im.MuteMemberRequest.$Shape;

        /**
         * Verifies a MuteMemberRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a MuteMemberRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns MuteMemberRequest
         */
        static fromObject(object: { [k: string]: any }): im.MuteMemberRequest;

        /**
         * Creates a plain object from a MuteMemberRequest message. Also converts values to other types if specified.
         * @param message MuteMemberRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.MuteMemberRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this MuteMemberRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for MuteMemberRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace MuteMemberRequest {

        /** Properties of a MuteMemberRequest. */
        interface $Properties {

            /** MuteMemberRequest groupId */
            groupId?: (string|null);

            /** MuteMemberRequest userId */
            userId?: (string|null);

            /** MuteMemberRequest seconds */
            seconds?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MuteMemberRequest. */
        type $Shape = im.MuteMemberRequest.$Properties;
    }

    /**
     * Properties of a MuteMemberReply.
     * @deprecated Use im.MuteMemberReply.$Properties instead.
     */
    interface IMuteMemberReply extends im.MuteMemberReply.$Properties {
    }

    /** Represents a MuteMemberReply. */
    class MuteMemberReply {

        /** Reflection-backed declarations are not constructable. Use MuteMemberReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new MuteMemberReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns MuteMemberReply instance
         */
        static create(properties: im.MuteMemberReply.$Shape): im.MuteMemberReply & im.MuteMemberReply.$Shape;
        static create(properties?: im.MuteMemberReply.$Properties): im.MuteMemberReply;

        /**
         * Encodes the specified MuteMemberReply message. Does not implicitly {@link im.MuteMemberReply.verify|verify} messages.
         * @param message MuteMemberReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.MuteMemberReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified MuteMemberReply message, length delimited. Does not implicitly {@link im.MuteMemberReply.verify|verify} messages.
         * @param message MuteMemberReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.MuteMemberReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a MuteMemberReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.MuteMemberReply & im.MuteMemberReply.$Shape} MuteMemberReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.MuteMemberReply & im.MuteMemberReply.$Shape;

        /**
         * Decodes a MuteMemberReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.MuteMemberReply & im.MuteMemberReply.$Shape} MuteMemberReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.MuteMemberReply & im.MuteMemberReply.$Shape;

        /**
         * Verifies a MuteMemberReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a MuteMemberReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns MuteMemberReply
         */
        static fromObject(object: { [k: string]: any }): im.MuteMemberReply;

        /**
         * Creates a plain object from a MuteMemberReply message. Also converts values to other types if specified.
         * @param message MuteMemberReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.MuteMemberReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this MuteMemberReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for MuteMemberReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace MuteMemberReply {

        /** Properties of a MuteMemberReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a MuteMemberReply. */
        type $Shape = im.MuteMemberReply.$Properties;
    }

    /**
     * Properties of a DissolveGroupRequest.
     * @deprecated Use im.DissolveGroupRequest.$Properties instead.
     */
    interface IDissolveGroupRequest extends im.DissolveGroupRequest.$Properties {
    }

    /** Represents a DissolveGroupRequest. */
    class DissolveGroupRequest {

        /** Reflection-backed declarations are not constructable. Use DissolveGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DissolveGroupRequest groupId. */
        groupId: string;

        /**
         * Creates a new DissolveGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DissolveGroupRequest instance
         */
        static create(properties: im.DissolveGroupRequest.$Shape): im.DissolveGroupRequest & im.DissolveGroupRequest.$Shape;
        static create(properties?: im.DissolveGroupRequest.$Properties): im.DissolveGroupRequest;

        /**
         * Encodes the specified DissolveGroupRequest message. Does not implicitly {@link im.DissolveGroupRequest.verify|verify} messages.
         * @param message DissolveGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DissolveGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DissolveGroupRequest message, length delimited. Does not implicitly {@link im.DissolveGroupRequest.verify|verify} messages.
         * @param message DissolveGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DissolveGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DissolveGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DissolveGroupRequest & im.DissolveGroupRequest.$Shape} DissolveGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DissolveGroupRequest & im.DissolveGroupRequest.$Shape;

        /**
         * Decodes a DissolveGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DissolveGroupRequest & im.DissolveGroupRequest.$Shape} DissolveGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DissolveGroupRequest & im.DissolveGroupRequest.$Shape;

        /**
         * Verifies a DissolveGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DissolveGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DissolveGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.DissolveGroupRequest;

        /**
         * Creates a plain object from a DissolveGroupRequest message. Also converts values to other types if specified.
         * @param message DissolveGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DissolveGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DissolveGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DissolveGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DissolveGroupRequest {

        /** Properties of a DissolveGroupRequest. */
        interface $Properties {

            /** DissolveGroupRequest groupId */
            groupId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DissolveGroupRequest. */
        type $Shape = im.DissolveGroupRequest.$Properties;
    }

    /**
     * Properties of a DissolveGroupReply.
     * @deprecated Use im.DissolveGroupReply.$Properties instead.
     */
    interface IDissolveGroupReply extends im.DissolveGroupReply.$Properties {
    }

    /** Represents a DissolveGroupReply. */
    class DissolveGroupReply {

        /** Reflection-backed declarations are not constructable. Use DissolveGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new DissolveGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DissolveGroupReply instance
         */
        static create(properties: im.DissolveGroupReply.$Shape): im.DissolveGroupReply & im.DissolveGroupReply.$Shape;
        static create(properties?: im.DissolveGroupReply.$Properties): im.DissolveGroupReply;

        /**
         * Encodes the specified DissolveGroupReply message. Does not implicitly {@link im.DissolveGroupReply.verify|verify} messages.
         * @param message DissolveGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DissolveGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DissolveGroupReply message, length delimited. Does not implicitly {@link im.DissolveGroupReply.verify|verify} messages.
         * @param message DissolveGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DissolveGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DissolveGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DissolveGroupReply & im.DissolveGroupReply.$Shape} DissolveGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DissolveGroupReply & im.DissolveGroupReply.$Shape;

        /**
         * Decodes a DissolveGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DissolveGroupReply & im.DissolveGroupReply.$Shape} DissolveGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DissolveGroupReply & im.DissolveGroupReply.$Shape;

        /**
         * Verifies a DissolveGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DissolveGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DissolveGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.DissolveGroupReply;

        /**
         * Creates a plain object from a DissolveGroupReply message. Also converts values to other types if specified.
         * @param message DissolveGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DissolveGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DissolveGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DissolveGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DissolveGroupReply {

        /** Properties of a DissolveGroupReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DissolveGroupReply. */
        type $Shape = im.DissolveGroupReply.$Properties;
    }

    /**
     * Properties of a JoinRequested.
     * @deprecated Use im.JoinRequested.$Properties instead.
     */
    interface IJoinRequested extends im.JoinRequested.$Properties {
    }

    /** Represents a JoinRequested. */
    class JoinRequested {

        /** Reflection-backed declarations are not constructable. Use JoinRequested.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** JoinRequested groupId. */
        groupId: string;

        /** JoinRequested request. */
        request?: (im.JoinRequest.$Properties|null);

        /**
         * Creates a new JoinRequested instance using the specified properties.
         * @param [properties] Properties to set
         * @returns JoinRequested instance
         */
        static create(properties: im.JoinRequested.$Shape): im.JoinRequested & im.JoinRequested.$Shape;
        static create(properties?: im.JoinRequested.$Properties): im.JoinRequested;

        /**
         * Encodes the specified JoinRequested message. Does not implicitly {@link im.JoinRequested.verify|verify} messages.
         * @param message JoinRequested message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.JoinRequested.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified JoinRequested message, length delimited. Does not implicitly {@link im.JoinRequested.verify|verify} messages.
         * @param message JoinRequested message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.JoinRequested.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a JoinRequested message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.JoinRequested & im.JoinRequested.$Shape} JoinRequested
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.JoinRequested & im.JoinRequested.$Shape;

        /**
         * Decodes a JoinRequested message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.JoinRequested & im.JoinRequested.$Shape} JoinRequested
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.JoinRequested & im.JoinRequested.$Shape;

        /**
         * Verifies a JoinRequested message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a JoinRequested message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns JoinRequested
         */
        static fromObject(object: { [k: string]: any }): im.JoinRequested;

        /**
         * Creates a plain object from a JoinRequested message. Also converts values to other types if specified.
         * @param message JoinRequested
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.JoinRequested, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this JoinRequested to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for JoinRequested
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace JoinRequested {

        /** Properties of a JoinRequested. */
        interface $Properties {

            /** JoinRequested groupId */
            groupId?: (string|null);

            /** JoinRequested request */
            request?: (im.JoinRequest.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a JoinRequested. */
        type $Shape = im.JoinRequested.$Properties;
    }

    /**
     * Properties of an InspectGroupRequest.
     * @deprecated Use im.InspectGroupRequest.$Properties instead.
     */
    interface IInspectGroupRequest extends im.InspectGroupRequest.$Properties {
    }

    /** Represents an InspectGroupRequest. */
    class InspectGroupRequest {

        /** Reflection-backed declarations are not constructable. Use InspectGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InspectGroupRequest groupId. */
        groupId: string;

        /** InspectGroupRequest afterUserId. */
        afterUserId: string;

        /** InspectGroupRequest limit. */
        limit: number;

        /**
         * Creates a new InspectGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InspectGroupRequest instance
         */
        static create(properties: im.InspectGroupRequest.$Shape): im.InspectGroupRequest & im.InspectGroupRequest.$Shape;
        static create(properties?: im.InspectGroupRequest.$Properties): im.InspectGroupRequest;

        /**
         * Encodes the specified InspectGroupRequest message. Does not implicitly {@link im.InspectGroupRequest.verify|verify} messages.
         * @param message InspectGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.InspectGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified InspectGroupRequest message, length delimited. Does not implicitly {@link im.InspectGroupRequest.verify|verify} messages.
         * @param message InspectGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.InspectGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InspectGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.InspectGroupRequest & im.InspectGroupRequest.$Shape} InspectGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InspectGroupRequest & im.InspectGroupRequest.$Shape;

        /**
         * Decodes an InspectGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.InspectGroupRequest & im.InspectGroupRequest.$Shape} InspectGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InspectGroupRequest & im.InspectGroupRequest.$Shape;

        /**
         * Verifies an InspectGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an InspectGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns InspectGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.InspectGroupRequest;

        /**
         * Creates a plain object from an InspectGroupRequest message. Also converts values to other types if specified.
         * @param message InspectGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.InspectGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this InspectGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for InspectGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace InspectGroupRequest {

        /** Properties of an InspectGroupRequest. */
        interface $Properties {

            /** InspectGroupRequest groupId */
            groupId?: (string|null);

            /** InspectGroupRequest afterUserId */
            afterUserId?: (string|null);

            /** InspectGroupRequest limit */
            limit?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InspectGroupRequest. */
        type $Shape = im.InspectGroupRequest.$Properties;
    }

    /**
     * Properties of an InspectGroupReply.
     * @deprecated Use im.InspectGroupReply.$Properties instead.
     */
    interface IInspectGroupReply extends im.InspectGroupReply.$Properties {
    }

    /** Represents an InspectGroupReply. */
    class InspectGroupReply {

        /** Reflection-backed declarations are not constructable. Use InspectGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InspectGroupReply group. */
        group?: (im.Group.$Properties|null);

        /** InspectGroupReply members. */
        members: im.GroupMember.$Properties[];

        /** InspectGroupReply more. */
        more: boolean;

        /**
         * Creates a new InspectGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InspectGroupReply instance
         */
        static create(properties: im.InspectGroupReply.$Shape): im.InspectGroupReply & im.InspectGroupReply.$Shape;
        static create(properties?: im.InspectGroupReply.$Properties): im.InspectGroupReply;

        /**
         * Encodes the specified InspectGroupReply message. Does not implicitly {@link im.InspectGroupReply.verify|verify} messages.
         * @param message InspectGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.InspectGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified InspectGroupReply message, length delimited. Does not implicitly {@link im.InspectGroupReply.verify|verify} messages.
         * @param message InspectGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.InspectGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InspectGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.InspectGroupReply & im.InspectGroupReply.$Shape} InspectGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InspectGroupReply & im.InspectGroupReply.$Shape;

        /**
         * Decodes an InspectGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.InspectGroupReply & im.InspectGroupReply.$Shape} InspectGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InspectGroupReply & im.InspectGroupReply.$Shape;

        /**
         * Verifies an InspectGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an InspectGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns InspectGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.InspectGroupReply;

        /**
         * Creates a plain object from an InspectGroupReply message. Also converts values to other types if specified.
         * @param message InspectGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.InspectGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this InspectGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for InspectGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace InspectGroupReply {

        /** Properties of an InspectGroupReply. */
        interface $Properties {

            /** InspectGroupReply group */
            group?: (im.Group.$Properties|null);

            /** InspectGroupReply members */
            members?: (im.GroupMember.$Properties[]|null);

            /** InspectGroupReply more */
            more?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InspectGroupReply. */
        type $Shape = im.InspectGroupReply.$Properties;
    }

    /**
     * Properties of a CloseGroupRequest.
     * @deprecated Use im.CloseGroupRequest.$Properties instead.
     */
    interface ICloseGroupRequest extends im.CloseGroupRequest.$Properties {
    }

    /** Represents a CloseGroupRequest. */
    class CloseGroupRequest {

        /** Reflection-backed declarations are not constructable. Use CloseGroupRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CloseGroupRequest groupId. */
        groupId: string;

        /**
         * Creates a new CloseGroupRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CloseGroupRequest instance
         */
        static create(properties: im.CloseGroupRequest.$Shape): im.CloseGroupRequest & im.CloseGroupRequest.$Shape;
        static create(properties?: im.CloseGroupRequest.$Properties): im.CloseGroupRequest;

        /**
         * Encodes the specified CloseGroupRequest message. Does not implicitly {@link im.CloseGroupRequest.verify|verify} messages.
         * @param message CloseGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.CloseGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified CloseGroupRequest message, length delimited. Does not implicitly {@link im.CloseGroupRequest.verify|verify} messages.
         * @param message CloseGroupRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.CloseGroupRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CloseGroupRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.CloseGroupRequest & im.CloseGroupRequest.$Shape} CloseGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.CloseGroupRequest & im.CloseGroupRequest.$Shape;

        /**
         * Decodes a CloseGroupRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.CloseGroupRequest & im.CloseGroupRequest.$Shape} CloseGroupRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.CloseGroupRequest & im.CloseGroupRequest.$Shape;

        /**
         * Verifies a CloseGroupRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a CloseGroupRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns CloseGroupRequest
         */
        static fromObject(object: { [k: string]: any }): im.CloseGroupRequest;

        /**
         * Creates a plain object from a CloseGroupRequest message. Also converts values to other types if specified.
         * @param message CloseGroupRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.CloseGroupRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this CloseGroupRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for CloseGroupRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace CloseGroupRequest {

        /** Properties of a CloseGroupRequest. */
        interface $Properties {

            /** CloseGroupRequest groupId */
            groupId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CloseGroupRequest. */
        type $Shape = im.CloseGroupRequest.$Properties;
    }

    /**
     * Properties of a CloseGroupReply.
     * @deprecated Use im.CloseGroupReply.$Properties instead.
     */
    interface ICloseGroupReply extends im.CloseGroupReply.$Properties {
    }

    /** Represents a CloseGroupReply. */
    class CloseGroupReply {

        /** Reflection-backed declarations are not constructable. Use CloseGroupReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new CloseGroupReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CloseGroupReply instance
         */
        static create(properties: im.CloseGroupReply.$Shape): im.CloseGroupReply & im.CloseGroupReply.$Shape;
        static create(properties?: im.CloseGroupReply.$Properties): im.CloseGroupReply;

        /**
         * Encodes the specified CloseGroupReply message. Does not implicitly {@link im.CloseGroupReply.verify|verify} messages.
         * @param message CloseGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.CloseGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified CloseGroupReply message, length delimited. Does not implicitly {@link im.CloseGroupReply.verify|verify} messages.
         * @param message CloseGroupReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.CloseGroupReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CloseGroupReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.CloseGroupReply & im.CloseGroupReply.$Shape} CloseGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.CloseGroupReply & im.CloseGroupReply.$Shape;

        /**
         * Decodes a CloseGroupReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.CloseGroupReply & im.CloseGroupReply.$Shape} CloseGroupReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.CloseGroupReply & im.CloseGroupReply.$Shape;

        /**
         * Verifies a CloseGroupReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a CloseGroupReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns CloseGroupReply
         */
        static fromObject(object: { [k: string]: any }): im.CloseGroupReply;

        /**
         * Creates a plain object from a CloseGroupReply message. Also converts values to other types if specified.
         * @param message CloseGroupReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.CloseGroupReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this CloseGroupReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for CloseGroupReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace CloseGroupReply {

        /** Properties of a CloseGroupReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CloseGroupReply. */
        type $Shape = im.CloseGroupReply.$Properties;
    }

    /**
     * Properties of a Frame.
     * @deprecated Use im.Frame.$Properties instead.
     */
    interface IFrame extends im.Frame.$Properties {
    }

    /** Represents a Frame. */
    class Frame {

        /** Reflection-backed declarations are not constructable. Use Frame.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Frame kind. */
        kind: im.Frame.Kind;

        /** Frame rpc. */
        rpc: number;

        /** Frame requestId. */
        requestId: number;

        /** Frame payload. */
        payload: Uint8Array;

        /** Frame failure. */
        failure?: (im.Failure.$Properties|null);

        /** Frame pushId. */
        pushId: string;

        /**
         * Creates a new Frame instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Frame instance
         */
        static create(properties: im.Frame.$Shape): im.Frame & im.Frame.$Shape;
        static create(properties?: im.Frame.$Properties): im.Frame;

        /**
         * Encodes the specified Frame message. Does not implicitly {@link im.Frame.verify|verify} messages.
         * @param message Frame message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Frame message, length delimited. Does not implicitly {@link im.Frame.verify|verify} messages.
         * @param message Frame message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Frame message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Frame & im.Frame.$Shape} Frame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Frame & im.Frame.$Shape;

        /**
         * Decodes a Frame message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Frame & im.Frame.$Shape} Frame
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Frame & im.Frame.$Shape;

        /**
         * Verifies a Frame message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Frame message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Frame
         */
        static fromObject(object: { [k: string]: any }): im.Frame;

        /**
         * Creates a plain object from a Frame message. Also converts values to other types if specified.
         * @param message Frame
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Frame, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Frame to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Frame
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Frame {

        /** Properties of a Frame. */
        interface $Properties {

            /** Frame kind */
            kind?: (im.Frame.Kind|null);

            /** Frame rpc */
            rpc?: (number|null);

            /** Frame requestId */
            requestId?: (number|null);

            /** Frame payload */
            payload?: (Uint8Array|null);

            /** Frame failure */
            failure?: (im.Failure.$Properties|null);

            /** Frame pushId */
            pushId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Frame. */
        type $Shape = im.Frame.$Properties;

        /** Kind enum. */
        enum Kind {

            /** KIND_UNSPECIFIED value */
            KIND_UNSPECIFIED = 0,

            /** COMMAND value */
            COMMAND = 1,

            /** REPLY value */
            REPLY = 2,

            /** PUSH value */
            PUSH = 3,

            /** HELLO value */
            HELLO = 4,

            /** PING value */
            PING = 5,

            /** PONG value */
            PONG = 6,

            /** RESYNC value */
            RESYNC = 7,

            /** CLOSE value */
            CLOSE = 8
        }
    }

    /**
     * Properties of a Hello.
     * @deprecated Use im.Hello.$Properties instead.
     */
    interface IHello extends im.Hello.$Properties {
    }

    /** Represents a Hello. */
    class Hello {

        /** Reflection-backed declarations are not constructable. Use Hello.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Hello protocolVersion. */
        protocolVersion: number;

        /** Hello maxFrameBytes. */
        maxFrameBytes: number;

        /** Hello heartbeatIntervalMs. */
        heartbeatIntervalMs: number;

        /** Hello idleTimeoutMs. */
        idleTimeoutMs: number;

        /** Hello logInTimeoutMs. */
        logInTimeoutMs: number;

        /** Hello maxCommandsPerSecond. */
        maxCommandsPerSecond: number;

        /** Hello maxPendingCommands. */
        maxPendingCommands: number;

        /** Hello commandTimeoutMs. */
        commandTimeoutMs: number;

        /** Hello serverTime. */
        serverTime: number;

        /** Hello gateInstance. */
        gateInstance: string;

        /**
         * Creates a new Hello instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Hello instance
         */
        static create(properties: im.Hello.$Shape): im.Hello & im.Hello.$Shape;
        static create(properties?: im.Hello.$Properties): im.Hello;

        /**
         * Encodes the specified Hello message. Does not implicitly {@link im.Hello.verify|verify} messages.
         * @param message Hello message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Hello message, length delimited. Does not implicitly {@link im.Hello.verify|verify} messages.
         * @param message Hello message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Hello message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Hello & im.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Hello & im.Hello.$Shape;

        /**
         * Decodes a Hello message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Hello & im.Hello.$Shape} Hello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Hello & im.Hello.$Shape;

        /**
         * Verifies a Hello message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Hello message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Hello
         */
        static fromObject(object: { [k: string]: any }): im.Hello;

        /**
         * Creates a plain object from a Hello message. Also converts values to other types if specified.
         * @param message Hello
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Hello, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Hello to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Hello
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Hello {

        /** Properties of a Hello. */
        interface $Properties {

            /** Hello protocolVersion */
            protocolVersion?: (number|null);

            /** Hello maxFrameBytes */
            maxFrameBytes?: (number|null);

            /** Hello heartbeatIntervalMs */
            heartbeatIntervalMs?: (number|null);

            /** Hello idleTimeoutMs */
            idleTimeoutMs?: (number|null);

            /** Hello logInTimeoutMs */
            logInTimeoutMs?: (number|null);

            /** Hello maxCommandsPerSecond */
            maxCommandsPerSecond?: (number|null);

            /** Hello maxPendingCommands */
            maxPendingCommands?: (number|null);

            /** Hello commandTimeoutMs */
            commandTimeoutMs?: (number|null);

            /** Hello serverTime */
            serverTime?: (number|null);

            /** Hello gateInstance */
            gateInstance?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Hello. */
        type $Shape = im.Hello.$Properties;
    }

    /**
     * Properties of a ClientHello.
     * @deprecated Use im.ClientHello.$Properties instead.
     */
    interface IClientHello extends im.ClientHello.$Properties {
    }

    /** Represents a ClientHello. */
    class ClientHello {

        /** Reflection-backed declarations are not constructable. Use ClientHello.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ClientHello protocolVersion. */
        protocolVersion: number;

        /** ClientHello deviceKind. */
        deviceKind: string;

        /** ClientHello language. */
        language: string;

        /** ClientHello client. */
        client: string;

        /** ClientHello clientInstanceId. */
        clientInstanceId: Uint8Array;

        /** ClientHello connectionAttempt. */
        connectionAttempt: number;

        /**
         * Creates a new ClientHello instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ClientHello instance
         */
        static create(properties: im.ClientHello.$Shape): im.ClientHello & im.ClientHello.$Shape;
        static create(properties?: im.ClientHello.$Properties): im.ClientHello;

        /**
         * Encodes the specified ClientHello message. Does not implicitly {@link im.ClientHello.verify|verify} messages.
         * @param message ClientHello message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ClientHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ClientHello message, length delimited. Does not implicitly {@link im.ClientHello.verify|verify} messages.
         * @param message ClientHello message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ClientHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ClientHello message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ClientHello & im.ClientHello.$Shape} ClientHello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ClientHello & im.ClientHello.$Shape;

        /**
         * Decodes a ClientHello message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ClientHello & im.ClientHello.$Shape} ClientHello
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ClientHello & im.ClientHello.$Shape;

        /**
         * Verifies a ClientHello message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ClientHello message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ClientHello
         */
        static fromObject(object: { [k: string]: any }): im.ClientHello;

        /**
         * Creates a plain object from a ClientHello message. Also converts values to other types if specified.
         * @param message ClientHello
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ClientHello, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ClientHello to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ClientHello
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ClientHello {

        /** Properties of a ClientHello. */
        interface $Properties {

            /** ClientHello protocolVersion */
            protocolVersion?: (number|null);

            /** ClientHello deviceKind */
            deviceKind?: (string|null);

            /** ClientHello language */
            language?: (string|null);

            /** ClientHello client */
            client?: (string|null);

            /** ClientHello clientInstanceId */
            clientInstanceId?: (Uint8Array|null);

            /** ClientHello connectionAttempt */
            connectionAttempt?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ClientHello. */
        type $Shape = im.ClientHello.$Properties;
    }

    /**
     * Properties of a Pack.
     * @deprecated Use im.Pack.$Properties instead.
     */
    interface IPack extends im.Pack.$Properties {
    }

    /** Represents a Pack. */
    class Pack {

        /** Reflection-backed declarations are not constructable. Use Pack.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Pack version. */
        version: number;

        /** Pack producer. */
        producer: string;

        /** Pack number. */
        number: number;

        /** Pack envelopes. */
        envelopes: im.Envelope.$Properties[];

        /** Pack sentAtMs. */
        sentAtMs: number;

        /** Pack signature. */
        signature: Uint8Array;

        /**
         * Creates a new Pack instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Pack instance
         */
        static create(properties: im.Pack.$Shape): im.Pack & im.Pack.$Shape;
        static create(properties?: im.Pack.$Properties): im.Pack;

        /**
         * Encodes the specified Pack message. Does not implicitly {@link im.Pack.verify|verify} messages.
         * @param message Pack message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Pack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Pack message, length delimited. Does not implicitly {@link im.Pack.verify|verify} messages.
         * @param message Pack message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Pack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Pack message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Pack & im.Pack.$Shape} Pack
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Pack & im.Pack.$Shape;

        /**
         * Decodes a Pack message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Pack & im.Pack.$Shape} Pack
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Pack & im.Pack.$Shape;

        /**
         * Verifies a Pack message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Pack message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Pack
         */
        static fromObject(object: { [k: string]: any }): im.Pack;

        /**
         * Creates a plain object from a Pack message. Also converts values to other types if specified.
         * @param message Pack
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Pack, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Pack to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Pack
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Pack {

        /** Properties of a Pack. */
        interface $Properties {

            /** Pack version */
            version?: (number|null);

            /** Pack producer */
            producer?: (string|null);

            /** Pack number */
            number?: (number|null);

            /** Pack envelopes */
            envelopes?: (im.Envelope.$Properties[]|null);

            /** Pack sentAtMs */
            sentAtMs?: (number|null);

            /** Pack signature */
            signature?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Pack. */
        type $Shape = im.Pack.$Properties;
    }

    /**
     * Properties of a ReplyTo.
     * @deprecated Use im.ReplyTo.$Properties instead.
     */
    interface IReplyTo extends im.ReplyTo.$Properties {
    }

    /** Represents a ReplyTo. */
    class ReplyTo {

        /** Reflection-backed declarations are not constructable. Use ReplyTo.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ReplyTo topic. */
        topic: string;

        /** ReplyTo partition. */
        partition: number;

        /** ReplyTo instance. */
        instance: string;

        /**
         * Creates a new ReplyTo instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ReplyTo instance
         */
        static create(properties: im.ReplyTo.$Shape): im.ReplyTo & im.ReplyTo.$Shape;
        static create(properties?: im.ReplyTo.$Properties): im.ReplyTo;

        /**
         * Encodes the specified ReplyTo message. Does not implicitly {@link im.ReplyTo.verify|verify} messages.
         * @param message ReplyTo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ReplyTo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ReplyTo message, length delimited. Does not implicitly {@link im.ReplyTo.verify|verify} messages.
         * @param message ReplyTo message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ReplyTo.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ReplyTo message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ReplyTo & im.ReplyTo.$Shape} ReplyTo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ReplyTo & im.ReplyTo.$Shape;

        /**
         * Decodes a ReplyTo message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ReplyTo & im.ReplyTo.$Shape} ReplyTo
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ReplyTo & im.ReplyTo.$Shape;

        /**
         * Verifies a ReplyTo message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ReplyTo message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ReplyTo
         */
        static fromObject(object: { [k: string]: any }): im.ReplyTo;

        /**
         * Creates a plain object from a ReplyTo message. Also converts values to other types if specified.
         * @param message ReplyTo
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ReplyTo, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ReplyTo to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ReplyTo
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ReplyTo {

        /** Properties of a ReplyTo. */
        interface $Properties {

            /** ReplyTo topic */
            topic?: (string|null);

            /** ReplyTo partition */
            partition?: (number|null);

            /** ReplyTo instance */
            instance?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ReplyTo. */
        type $Shape = im.ReplyTo.$Properties;
    }

    /**
     * Properties of a Bind.
     * @deprecated Use im.Bind.$Properties instead.
     */
    interface IBind extends im.Bind.$Properties {
    }

    /** Represents a Bind. */
    class Bind {

        /** Reflection-backed declarations are not constructable. Use Bind.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Bind userId. */
        userId: string;

        /** Bind sessionId. */
        sessionId: string;

        /** Bind epoch. */
        epoch: number;

        /**
         * Creates a new Bind instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Bind instance
         */
        static create(properties: im.Bind.$Shape): im.Bind & im.Bind.$Shape;
        static create(properties?: im.Bind.$Properties): im.Bind;

        /**
         * Encodes the specified Bind message. Does not implicitly {@link im.Bind.verify|verify} messages.
         * @param message Bind message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Bind.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Bind message, length delimited. Does not implicitly {@link im.Bind.verify|verify} messages.
         * @param message Bind message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Bind.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Bind message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Bind & im.Bind.$Shape} Bind
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Bind & im.Bind.$Shape;

        /**
         * Decodes a Bind message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Bind & im.Bind.$Shape} Bind
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Bind & im.Bind.$Shape;

        /**
         * Verifies a Bind message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Bind message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Bind
         */
        static fromObject(object: { [k: string]: any }): im.Bind;

        /**
         * Creates a plain object from a Bind message. Also converts values to other types if specified.
         * @param message Bind
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Bind, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Bind to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Bind
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Bind {

        /** Properties of a Bind. */
        interface $Properties {

            /** Bind userId */
            userId?: (string|null);

            /** Bind sessionId */
            sessionId?: (string|null);

            /** Bind epoch */
            epoch?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Bind. */
        type $Shape = im.Bind.$Properties;
    }

    /**
     * Properties of an Envelope.
     * @deprecated Use im.Envelope.$Properties instead.
     */
    interface IEnvelope extends im.Envelope.$Properties {
    }

    /** Represents an Envelope. */
    class Envelope {

        /** Reflection-backed declarations are not constructable. Use Envelope.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Envelope kind. */
        kind: im.Envelope.Kind;

        /** Envelope rpc. */
        rpc: number;

        /** Envelope requestId. */
        requestId: number;

        /** Envelope userId. */
        userId: string;

        /** Envelope sessionId. */
        sessionId: string;

        /** Envelope connection. */
        connection: number;

        /** Envelope epoch. */
        epoch: number;

        /** Envelope replyTo. */
        replyTo?: (im.ReplyTo.$Properties|null);

        /** Envelope deadline. */
        deadline: number;

        /** Envelope acceptedAt. */
        acceptedAt: number;

        /** Envelope traceId. */
        traceId: string;

        /** Envelope clientIp. */
        clientIp: string;

        /** Envelope deviceKind. */
        deviceKind: string;

        /** Envelope language. */
        language: string;

        /** Envelope payload. */
        payload: Uint8Array;

        /** Envelope instance. */
        instance: string;

        /** Envelope targets. */
        targets: number[];

        /** Envelope bind. */
        bind?: (im.Bind.$Properties|null);

        /** Envelope failure. */
        failure?: (im.Failure.$Properties|null);

        /** Envelope pushId. */
        pushId: string;

        /** Envelope clientInstanceId. */
        clientInstanceId: Uint8Array;

        /** Envelope connectionAttempt. */
        connectionAttempt: number;

        /** Envelope timeoutMs. */
        timeoutMs: number;

        /** Envelope queuedAtMs. */
        queuedAtMs: number;

        /** Envelope pauseMs. */
        pauseMs: number;

        /**
         * Creates a new Envelope instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Envelope instance
         */
        static create(properties: im.Envelope.$Shape): im.Envelope & im.Envelope.$Shape;
        static create(properties?: im.Envelope.$Properties): im.Envelope;

        /**
         * Encodes the specified Envelope message. Does not implicitly {@link im.Envelope.verify|verify} messages.
         * @param message Envelope message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Envelope message, length delimited. Does not implicitly {@link im.Envelope.verify|verify} messages.
         * @param message Envelope message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Envelope.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Envelope message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Envelope & im.Envelope.$Shape} Envelope
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Envelope & im.Envelope.$Shape;

        /**
         * Decodes an Envelope message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Envelope & im.Envelope.$Shape} Envelope
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Envelope & im.Envelope.$Shape;

        /**
         * Verifies an Envelope message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an Envelope message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Envelope
         */
        static fromObject(object: { [k: string]: any }): im.Envelope;

        /**
         * Creates a plain object from an Envelope message. Also converts values to other types if specified.
         * @param message Envelope
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Envelope, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Envelope to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Envelope
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Envelope {

        /** Properties of an Envelope. */
        interface $Properties {

            /** Envelope kind */
            kind?: (im.Envelope.Kind|null);

            /** Envelope rpc */
            rpc?: (number|null);

            /** Envelope requestId */
            requestId?: (number|null);

            /** Envelope userId */
            userId?: (string|null);

            /** Envelope sessionId */
            sessionId?: (string|null);

            /** Envelope connection */
            connection?: (number|null);

            /** Envelope epoch */
            epoch?: (number|null);

            /** Envelope replyTo */
            replyTo?: (im.ReplyTo.$Properties|null);

            /** Envelope deadline */
            deadline?: (number|null);

            /** Envelope acceptedAt */
            acceptedAt?: (number|null);

            /** Envelope traceId */
            traceId?: (string|null);

            /** Envelope clientIp */
            clientIp?: (string|null);

            /** Envelope deviceKind */
            deviceKind?: (string|null);

            /** Envelope language */
            language?: (string|null);

            /** Envelope payload */
            payload?: (Uint8Array|null);

            /** Envelope instance */
            instance?: (string|null);

            /** Envelope targets */
            targets?: (number[]|null);

            /** Envelope bind */
            bind?: (im.Bind.$Properties|null);

            /** Envelope failure */
            failure?: (im.Failure.$Properties|null);

            /** Envelope pushId */
            pushId?: (string|null);

            /** Envelope clientInstanceId */
            clientInstanceId?: (Uint8Array|null);

            /** Envelope connectionAttempt */
            connectionAttempt?: (number|null);

            /** Envelope timeoutMs */
            timeoutMs?: (number|null);

            /** Envelope queuedAtMs */
            queuedAtMs?: (number|null);

            /** Envelope pauseMs */
            pauseMs?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Envelope. */
        type $Shape = im.Envelope.$Properties;

        /** Kind enum. */
        enum Kind {

            /** KIND_UNSPECIFIED value */
            KIND_UNSPECIFIED = 0,

            /** COMMAND value */
            COMMAND = 1,

            /** REPLY value */
            REPLY = 2,

            /** PUSH value */
            PUSH = 3,

            /** CLOSE value */
            CLOSE = 4,

            /** DOMAIN_EVENT value */
            DOMAIN_EVENT = 5,

            /** REPORT value */
            REPORT = 6,

            /** CONTROL value */
            CONTROL = 7
        }
    }

    /**
     * Properties of an Outcome.
     * @deprecated Use im.Outcome.$Properties instead.
     */
    interface IOutcome extends im.Outcome.$Properties {
    }

    /** Represents an Outcome. */
    class Outcome {

        /** Reflection-backed declarations are not constructable. Use Outcome.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Outcome reply. */
        reply?: (im.Envelope.$Properties|null);

        /** Outcome pushes. */
        pushes: im.Outcome.AddressedPush.$Properties[];

        /** Outcome disconnects. */
        disconnects: im.Outcome.Disconnect.$Properties[];

        /** Outcome domainEvents. */
        domainEvents: im.Outcome.EmittedEvent.$Properties[];

        /** Outcome serviceCommands. */
        serviceCommands: im.Outcome.ServiceCommand.$Properties[];

        /**
         * Creates a new Outcome instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Outcome instance
         */
        static create(properties: im.Outcome.$Shape): im.Outcome & im.Outcome.$Shape;
        static create(properties?: im.Outcome.$Properties): im.Outcome;

        /**
         * Encodes the specified Outcome message. Does not implicitly {@link im.Outcome.verify|verify} messages.
         * @param message Outcome message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Outcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Outcome message, length delimited. Does not implicitly {@link im.Outcome.verify|verify} messages.
         * @param message Outcome message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Outcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Outcome message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Outcome & im.Outcome.$Shape} Outcome
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Outcome & im.Outcome.$Shape;

        /**
         * Decodes an Outcome message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Outcome & im.Outcome.$Shape} Outcome
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Outcome & im.Outcome.$Shape;

        /**
         * Verifies an Outcome message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an Outcome message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Outcome
         */
        static fromObject(object: { [k: string]: any }): im.Outcome;

        /**
         * Creates a plain object from an Outcome message. Also converts values to other types if specified.
         * @param message Outcome
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Outcome, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Outcome to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Outcome
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Outcome {

        /** Properties of an Outcome. */
        interface $Properties {

            /** Outcome reply */
            reply?: (im.Envelope.$Properties|null);

            /** Outcome pushes */
            pushes?: (im.Outcome.AddressedPush.$Properties[]|null);

            /** Outcome disconnects */
            disconnects?: (im.Outcome.Disconnect.$Properties[]|null);

            /** Outcome domainEvents */
            domainEvents?: (im.Outcome.EmittedEvent.$Properties[]|null);

            /** Outcome serviceCommands */
            serviceCommands?: (im.Outcome.ServiceCommand.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Outcome. */
        type $Shape = im.Outcome.$Properties;

        /**
         * Properties of an AddressedPush.
         * @deprecated Use im.Outcome.AddressedPush.$Properties instead.
         */
        interface IAddressedPush extends im.Outcome.AddressedPush.$Properties {
        }

        /** Represents an AddressedPush. */
        class AddressedPush {

            /** Reflection-backed declarations are not constructable. Use AddressedPush.create(...) instead. */
            private constructor();

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AddressedPush userIds. */
            userIds: string[];

            /** AddressedPush push. */
            push: Uint8Array;

            /** AddressedPush except. */
            except: string;

            /** AddressedPush pushId. */
            pushId: string;

            /** AddressedPush deadline. */
            deadline: number;

            /** AddressedPush ttlMs. */
            ttlMs: number;

            /**
             * Creates a new AddressedPush instance using the specified properties.
             * @param [properties] Properties to set
             * @returns AddressedPush instance
             */
            static create(properties: im.Outcome.AddressedPush.$Shape): im.Outcome.AddressedPush & im.Outcome.AddressedPush.$Shape;
            static create(properties?: im.Outcome.AddressedPush.$Properties): im.Outcome.AddressedPush;

            /**
             * Encodes the specified AddressedPush message. Does not implicitly {@link im.Outcome.AddressedPush.verify|verify} messages.
             * @param message AddressedPush message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: im.Outcome.AddressedPush.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified AddressedPush message, length delimited. Does not implicitly {@link im.Outcome.AddressedPush.verify|verify} messages.
             * @param message AddressedPush message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: im.Outcome.AddressedPush.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AddressedPush message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {im.Outcome.AddressedPush & im.Outcome.AddressedPush.$Shape} AddressedPush
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Outcome.AddressedPush & im.Outcome.AddressedPush.$Shape;

            /**
             * Decodes an AddressedPush message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {im.Outcome.AddressedPush & im.Outcome.AddressedPush.$Shape} AddressedPush
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Outcome.AddressedPush & im.Outcome.AddressedPush.$Shape;

            /**
             * Verifies an AddressedPush message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an AddressedPush message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns AddressedPush
             */
            static fromObject(object: { [k: string]: any }): im.Outcome.AddressedPush;

            /**
             * Creates a plain object from an AddressedPush message. Also converts values to other types if specified.
             * @param message AddressedPush
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: im.Outcome.AddressedPush, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this AddressedPush to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for AddressedPush
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace AddressedPush {

            /** Properties of an AddressedPush. */
            interface $Properties {

                /** AddressedPush userIds */
                userIds?: (string[]|null);

                /** AddressedPush push */
                push?: (Uint8Array|null);

                /** AddressedPush except */
                except?: (string|null);

                /** AddressedPush pushId */
                pushId?: (string|null);

                /** AddressedPush deadline */
                deadline?: (number|null);

                /** AddressedPush ttlMs */
                ttlMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AddressedPush. */
            type $Shape = im.Outcome.AddressedPush.$Properties;
        }

        /**
         * Properties of a Disconnect.
         * @deprecated Use im.Outcome.Disconnect.$Properties instead.
         */
        interface IDisconnect extends im.Outcome.Disconnect.$Properties {
        }

        /** Represents a Disconnect. */
        class Disconnect {

            /** Reflection-backed declarations are not constructable. Use Disconnect.create(...) instead. */
            private constructor();

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Disconnect instance. */
            instance: string;

            /** Disconnect slot. */
            slot: number;

            /** Disconnect connection. */
            connection: number;

            /** Disconnect reason. */
            reason: im.CloseReason;

            /**
             * Creates a new Disconnect instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Disconnect instance
             */
            static create(properties: im.Outcome.Disconnect.$Shape): im.Outcome.Disconnect & im.Outcome.Disconnect.$Shape;
            static create(properties?: im.Outcome.Disconnect.$Properties): im.Outcome.Disconnect;

            /**
             * Encodes the specified Disconnect message. Does not implicitly {@link im.Outcome.Disconnect.verify|verify} messages.
             * @param message Disconnect message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: im.Outcome.Disconnect.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Disconnect message, length delimited. Does not implicitly {@link im.Outcome.Disconnect.verify|verify} messages.
             * @param message Disconnect message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: im.Outcome.Disconnect.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Disconnect message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {im.Outcome.Disconnect & im.Outcome.Disconnect.$Shape} Disconnect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Outcome.Disconnect & im.Outcome.Disconnect.$Shape;

            /**
             * Decodes a Disconnect message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {im.Outcome.Disconnect & im.Outcome.Disconnect.$Shape} Disconnect
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Outcome.Disconnect & im.Outcome.Disconnect.$Shape;

            /**
             * Verifies a Disconnect message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Disconnect message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Disconnect
             */
            static fromObject(object: { [k: string]: any }): im.Outcome.Disconnect;

            /**
             * Creates a plain object from a Disconnect message. Also converts values to other types if specified.
             * @param message Disconnect
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: im.Outcome.Disconnect, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Disconnect to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Disconnect
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Disconnect {

            /** Properties of a Disconnect. */
            interface $Properties {

                /** Disconnect instance */
                instance?: (string|null);

                /** Disconnect slot */
                slot?: (number|null);

                /** Disconnect connection */
                connection?: (number|null);

                /** Disconnect reason */
                reason?: (im.CloseReason|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Disconnect. */
            type $Shape = im.Outcome.Disconnect.$Properties;
        }

        /**
         * Properties of an EmittedEvent.
         * @deprecated Use im.Outcome.EmittedEvent.$Properties instead.
         */
        interface IEmittedEvent extends im.Outcome.EmittedEvent.$Properties {
        }

        /** Represents an EmittedEvent. */
        class EmittedEvent {

            /** Reflection-backed declarations are not constructable. Use EmittedEvent.create(...) instead. */
            private constructor();

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EmittedEvent key. */
            key: string;

            /** EmittedEvent event. */
            event: Uint8Array;

            /** EmittedEvent userIds. */
            userIds: string[];

            /**
             * Creates a new EmittedEvent instance using the specified properties.
             * @param [properties] Properties to set
             * @returns EmittedEvent instance
             */
            static create(properties: im.Outcome.EmittedEvent.$Shape): im.Outcome.EmittedEvent & im.Outcome.EmittedEvent.$Shape;
            static create(properties?: im.Outcome.EmittedEvent.$Properties): im.Outcome.EmittedEvent;

            /**
             * Encodes the specified EmittedEvent message. Does not implicitly {@link im.Outcome.EmittedEvent.verify|verify} messages.
             * @param message EmittedEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: im.Outcome.EmittedEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified EmittedEvent message, length delimited. Does not implicitly {@link im.Outcome.EmittedEvent.verify|verify} messages.
             * @param message EmittedEvent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: im.Outcome.EmittedEvent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EmittedEvent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {im.Outcome.EmittedEvent & im.Outcome.EmittedEvent.$Shape} EmittedEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Outcome.EmittedEvent & im.Outcome.EmittedEvent.$Shape;

            /**
             * Decodes an EmittedEvent message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {im.Outcome.EmittedEvent & im.Outcome.EmittedEvent.$Shape} EmittedEvent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Outcome.EmittedEvent & im.Outcome.EmittedEvent.$Shape;

            /**
             * Verifies an EmittedEvent message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates an EmittedEvent message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns EmittedEvent
             */
            static fromObject(object: { [k: string]: any }): im.Outcome.EmittedEvent;

            /**
             * Creates a plain object from an EmittedEvent message. Also converts values to other types if specified.
             * @param message EmittedEvent
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: im.Outcome.EmittedEvent, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this EmittedEvent to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for EmittedEvent
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace EmittedEvent {

            /** Properties of an EmittedEvent. */
            interface $Properties {

                /** EmittedEvent key */
                key?: (string|null);

                /** EmittedEvent event */
                event?: (Uint8Array|null);

                /** EmittedEvent userIds */
                userIds?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EmittedEvent. */
            type $Shape = im.Outcome.EmittedEvent.$Properties;
        }

        /**
         * Properties of a ServiceCommand.
         * @deprecated Use im.Outcome.ServiceCommand.$Properties instead.
         */
        interface IServiceCommand extends im.Outcome.ServiceCommand.$Properties {
        }

        /** Represents a ServiceCommand. */
        class ServiceCommand {

            /** Reflection-backed declarations are not constructable. Use ServiceCommand.create(...) instead. */
            private constructor();

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ServiceCommand service. */
            service: string;

            /** ServiceCommand rpc. */
            rpc: number;

            /** ServiceCommand userId. */
            userId: string;

            /** ServiceCommand id. */
            id: string;

            /** ServiceCommand payload. */
            payload: Uint8Array;

            /** ServiceCommand acceptedAt. */
            acceptedAt: number;

            /**
             * Creates a new ServiceCommand instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ServiceCommand instance
             */
            static create(properties: im.Outcome.ServiceCommand.$Shape): im.Outcome.ServiceCommand & im.Outcome.ServiceCommand.$Shape;
            static create(properties?: im.Outcome.ServiceCommand.$Properties): im.Outcome.ServiceCommand;

            /**
             * Encodes the specified ServiceCommand message. Does not implicitly {@link im.Outcome.ServiceCommand.verify|verify} messages.
             * @param message ServiceCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: im.Outcome.ServiceCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified ServiceCommand message, length delimited. Does not implicitly {@link im.Outcome.ServiceCommand.verify|verify} messages.
             * @param message ServiceCommand message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: im.Outcome.ServiceCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ServiceCommand message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {im.Outcome.ServiceCommand & im.Outcome.ServiceCommand.$Shape} ServiceCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Outcome.ServiceCommand & im.Outcome.ServiceCommand.$Shape;

            /**
             * Decodes a ServiceCommand message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {im.Outcome.ServiceCommand & im.Outcome.ServiceCommand.$Shape} ServiceCommand
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Outcome.ServiceCommand & im.Outcome.ServiceCommand.$Shape;

            /**
             * Verifies a ServiceCommand message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a ServiceCommand message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ServiceCommand
             */
            static fromObject(object: { [k: string]: any }): im.Outcome.ServiceCommand;

            /**
             * Creates a plain object from a ServiceCommand message. Also converts values to other types if specified.
             * @param message ServiceCommand
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: im.Outcome.ServiceCommand, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ServiceCommand to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ServiceCommand
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ServiceCommand {

            /** Properties of a ServiceCommand. */
            interface $Properties {

                /** ServiceCommand service */
                service?: (string|null);

                /** ServiceCommand rpc */
                rpc?: (number|null);

                /** ServiceCommand userId */
                userId?: (string|null);

                /** ServiceCommand id */
                id?: (string|null);

                /** ServiceCommand payload */
                payload?: (Uint8Array|null);

                /** ServiceCommand acceptedAt */
                acceptedAt?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ServiceCommand. */
            type $Shape = im.Outcome.ServiceCommand.$Properties;
        }
    }

    /**
     * Properties of a DeadLetter.
     * @deprecated Use im.DeadLetter.$Properties instead.
     */
    interface IDeadLetter extends im.DeadLetter.$Properties {
    }

    /** Represents a DeadLetter. */
    class DeadLetter {

        /** Reflection-backed declarations are not constructable. Use DeadLetter.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** DeadLetter group. */
        group: string;

        /** DeadLetter topic. */
        topic: string;

        /** DeadLetter partition. */
        partition: number;

        /** DeadLetter offset. */
        offset: number;

        /** DeadLetter index. */
        index: number;

        /** DeadLetter cause. */
        cause: string;

        /** DeadLetter stack. */
        stack: string;

        /** DeadLetter time. */
        time: number;

        /** DeadLetter value. */
        value: Uint8Array;

        /** DeadLetter instance. */
        instance: string;

        /** DeadLetter author. */
        author: string;

        /** DeadLetter signature. */
        signature: Uint8Array;

        /** DeadLetter settlement. */
        settlement?: (im.DeadLetter.Settlement.$Properties|null);

        /**
         * Creates a new DeadLetter instance using the specified properties.
         * @param [properties] Properties to set
         * @returns DeadLetter instance
         */
        static create(properties: im.DeadLetter.$Shape): im.DeadLetter & im.DeadLetter.$Shape;
        static create(properties?: im.DeadLetter.$Properties): im.DeadLetter;

        /**
         * Encodes the specified DeadLetter message. Does not implicitly {@link im.DeadLetter.verify|verify} messages.
         * @param message DeadLetter message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.DeadLetter.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified DeadLetter message, length delimited. Does not implicitly {@link im.DeadLetter.verify|verify} messages.
         * @param message DeadLetter message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.DeadLetter.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a DeadLetter message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.DeadLetter & im.DeadLetter.$Shape} DeadLetter
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DeadLetter & im.DeadLetter.$Shape;

        /**
         * Decodes a DeadLetter message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.DeadLetter & im.DeadLetter.$Shape} DeadLetter
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DeadLetter & im.DeadLetter.$Shape;

        /**
         * Verifies a DeadLetter message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a DeadLetter message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns DeadLetter
         */
        static fromObject(object: { [k: string]: any }): im.DeadLetter;

        /**
         * Creates a plain object from a DeadLetter message. Also converts values to other types if specified.
         * @param message DeadLetter
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.DeadLetter, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this DeadLetter to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for DeadLetter
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace DeadLetter {

        /** Properties of a DeadLetter. */
        interface $Properties {

            /** DeadLetter group */
            group?: (string|null);

            /** DeadLetter topic */
            topic?: (string|null);

            /** DeadLetter partition */
            partition?: (number|null);

            /** DeadLetter offset */
            offset?: (number|null);

            /** DeadLetter index */
            index?: (number|null);

            /** DeadLetter cause */
            cause?: (string|null);

            /** DeadLetter stack */
            stack?: (string|null);

            /** DeadLetter time */
            time?: (number|null);

            /** DeadLetter value */
            value?: (Uint8Array|null);

            /** DeadLetter instance */
            instance?: (string|null);

            /** DeadLetter author */
            author?: (string|null);

            /** DeadLetter signature */
            signature?: (Uint8Array|null);

            /** DeadLetter settlement */
            settlement?: (im.DeadLetter.Settlement.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeadLetter. */
        type $Shape = im.DeadLetter.$Properties;

        /**
         * Properties of a Settlement.
         * @deprecated Use im.DeadLetter.Settlement.$Properties instead.
         */
        interface ISettlement extends im.DeadLetter.Settlement.$Properties {
        }

        /** Represents a Settlement. */
        class Settlement {

            /** Reflection-backed declarations are not constructable. Use Settlement.create(...) instead. */
            private constructor();

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Settlement letter. */
            letter: number;

            /** Settlement how. */
            how: im.DeadLetter.Settlement.How;

            /** Settlement by. */
            by: string;

            /**
             * Creates a new Settlement instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Settlement instance
             */
            static create(properties: im.DeadLetter.Settlement.$Shape): im.DeadLetter.Settlement & im.DeadLetter.Settlement.$Shape;
            static create(properties?: im.DeadLetter.Settlement.$Properties): im.DeadLetter.Settlement;

            /**
             * Encodes the specified Settlement message. Does not implicitly {@link im.DeadLetter.Settlement.verify|verify} messages.
             * @param message Settlement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: im.DeadLetter.Settlement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Settlement message, length delimited. Does not implicitly {@link im.DeadLetter.Settlement.verify|verify} messages.
             * @param message Settlement message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: im.DeadLetter.Settlement.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Settlement message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {im.DeadLetter.Settlement & im.DeadLetter.Settlement.$Shape} Settlement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.DeadLetter.Settlement & im.DeadLetter.Settlement.$Shape;

            /**
             * Decodes a Settlement message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {im.DeadLetter.Settlement & im.DeadLetter.Settlement.$Shape} Settlement
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.DeadLetter.Settlement & im.DeadLetter.Settlement.$Shape;

            /**
             * Verifies a Settlement message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Settlement message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Settlement
             */
            static fromObject(object: { [k: string]: any }): im.DeadLetter.Settlement;

            /**
             * Creates a plain object from a Settlement message. Also converts values to other types if specified.
             * @param message Settlement
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: im.DeadLetter.Settlement, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Settlement to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Settlement
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Settlement {

            /** Properties of a Settlement. */
            interface $Properties {

                /** Settlement letter */
                letter?: (number|null);

                /** Settlement how */
                how?: (im.DeadLetter.Settlement.How|null);

                /** Settlement by */
                by?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Settlement. */
            type $Shape = im.DeadLetter.Settlement.$Properties;

            /** How enum. */
            enum How {

                /** HOW_UNSPECIFIED value */
                HOW_UNSPECIFIED = 0,

                /** REPLAYED value */
                REPLAYED = 1,

                /** DROPPED value */
                DROPPED = 2
            }
        }
    }

    /** Represents a Logic */
    class Logic extends $protobuf.rpc.Service {

        /** Reflection-backed declarations are not constructable. Use Logic.create(...) instead. */
        private constructor();

        /**
         * Creates new Logic service using the specified rpc implementation.
         * @param rpcImpl RPC implementation
         * @param [requestDelimited=false] Whether requests are length-delimited
         * @param [responseDelimited=false] Whether responses are length-delimited
         * @returns RPC service. Useful where requests and/or responses are streamed.
         */
        static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): Logic;

        /** Calls SendMessage. */
        sendMessage: im.Logic.SendMessage;

        /** Calls RecallMessage. */
        recallMessage: im.Logic.RecallMessage;

        /** Calls EditMessage. */
        editMessage: im.Logic.EditMessage;

        /** Calls React. */
        react: im.Logic.React;

        /** Calls DeleteForMe. */
        deleteForMe: im.Logic.DeleteForMe;

        /** Calls PullMessages. */
        pullMessages: im.Logic.PullMessages;

        /** Calls ListConversations. */
        listConversations: im.Logic.ListConversations;

        /** Calls Sync. */
        sync: im.Logic.Sync;

        /** Calls MarkDelivered. */
        markDelivered: im.Logic.MarkDelivered;

        /** Calls MarkRead. */
        markRead: im.Logic.MarkRead;

        /** Calls ListReaders. */
        listReaders: im.Logic.ListReaders;

        /** Calls SetConversation. */
        setConversation: im.Logic.SetConversation;

        /** Calls FindUser. */
        findUser: im.Logic.FindUser;

        /** Calls GetProfile. */
        getProfile: im.Logic.GetProfile;

        /** Calls UpdateProfile. */
        updateProfile: im.Logic.UpdateProfile;

        /** Calls SearchUsers. */
        searchUsers: im.Logic.SearchUsers;

        /** Calls RequestFriend. */
        requestFriend: im.Logic.RequestFriend;

        /** Calls ListFriendRequests. */
        listFriendRequests: im.Logic.ListFriendRequests;

        /** Calls AnswerFriendRequest. */
        answerFriendRequest: im.Logic.AnswerFriendRequest;

        /** Calls RemoveFriend. */
        removeFriend: im.Logic.RemoveFriend;

        /** Calls ListFriends. */
        listFriends: im.Logic.ListFriends;

        /** Calls SetRemark. */
        setRemark: im.Logic.SetRemark;

        /** Calls Block. */
        block: im.Logic.Block;

        /** Calls Unblock. */
        unblock: im.Logic.Unblock;

        /** Calls ListBlocked. */
        listBlocked: im.Logic.ListBlocked;

        /** Calls CreateGroup. */
        createGroup: im.Logic.CreateGroup;

        /** Calls GetGroup. */
        getGroup: im.Logic.GetGroup;

        /** Calls ListGroups. */
        listGroups: im.Logic.ListGroups;

        /** Calls ListGroupMembers. */
        listGroupMembers: im.Logic.ListGroupMembers;

        /** Calls UpdateGroup. */
        updateGroup: im.Logic.UpdateGroup;

        /** Calls InviteToGroup. */
        inviteToGroup: im.Logic.InviteToGroup;

        /** Calls JoinGroup. */
        joinGroup: im.Logic.JoinGroup;

        /** Calls ListJoinRequests. */
        listJoinRequests: im.Logic.ListJoinRequests;

        /** Calls AnswerJoinRequest. */
        answerJoinRequest: im.Logic.AnswerJoinRequest;

        /** Calls LeaveGroup. */
        leaveGroup: im.Logic.LeaveGroup;

        /** Calls RemoveFromGroup. */
        removeFromGroup: im.Logic.RemoveFromGroup;

        /** Calls ListGroupBans. */
        listGroupBans: im.Logic.ListGroupBans;

        /** Calls LiftGroupBan. */
        liftGroupBan: im.Logic.LiftGroupBan;

        /** Calls SetGroupRole. */
        setGroupRole: im.Logic.SetGroupRole;

        /** Calls TransferGroup. */
        transferGroup: im.Logic.TransferGroup;

        /** Calls MuteMember. */
        muteMember: im.Logic.MuteMember;

        /** Calls DissolveGroup. */
        dissolveGroup: im.Logic.DissolveGroup;

        /** Calls EraseUser. */
        eraseUser: im.Logic.EraseUser;

        /** Calls NotifyFriends. */
        notifyFriends: im.Logic.NotifyFriends;

        /** Calls InspectGroup. */
        inspectGroup: im.Logic.InspectGroup;

        /** Calls CloseGroup. */
        closeGroup: im.Logic.CloseGroup;
    }

    namespace Logic {

        /**
         * Callback as used by {@link im.Logic#sendMessage}.
         * @param error Error, if any
         * @param [response] SendMessageReply
         */
        type SendMessageCallback = (error: (Error|null), response?: im.SendMessageReply) => void;

        /** Calls SendMessage. */
        type SendMessage = {
          (request: im.ISendMessageRequest, callback: im.Logic.SendMessageCallback): void;
          (request: im.ISendMessageRequest): Promise<im.SendMessageReply>;
          readonly name: "SendMessage";
          readonly path: "/im.Logic/SendMessage";
          readonly requestType: "SendMessageRequest";
          readonly responseType: "SendMessageReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#recallMessage}.
         * @param error Error, if any
         * @param [response] SendMessageReply
         */
        type RecallMessageCallback = (error: (Error|null), response?: im.SendMessageReply) => void;

        /** Calls RecallMessage. */
        type RecallMessage = {
          (request: im.IRecallMessageRequest, callback: im.Logic.RecallMessageCallback): void;
          (request: im.IRecallMessageRequest): Promise<im.SendMessageReply>;
          readonly name: "RecallMessage";
          readonly path: "/im.Logic/RecallMessage";
          readonly requestType: "RecallMessageRequest";
          readonly responseType: "SendMessageReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#editMessage}.
         * @param error Error, if any
         * @param [response] SendMessageReply
         */
        type EditMessageCallback = (error: (Error|null), response?: im.SendMessageReply) => void;

        /** Calls EditMessage. */
        type EditMessage = {
          (request: im.IEditMessageRequest, callback: im.Logic.EditMessageCallback): void;
          (request: im.IEditMessageRequest): Promise<im.SendMessageReply>;
          readonly name: "EditMessage";
          readonly path: "/im.Logic/EditMessage";
          readonly requestType: "EditMessageRequest";
          readonly responseType: "SendMessageReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#react}.
         * @param error Error, if any
         * @param [response] SendMessageReply
         */
        type ReactCallback = (error: (Error|null), response?: im.SendMessageReply) => void;

        /** Calls React. */
        type React = {
          (request: im.IReactRequest, callback: im.Logic.ReactCallback): void;
          (request: im.IReactRequest): Promise<im.SendMessageReply>;
          readonly name: "React";
          readonly path: "/im.Logic/React";
          readonly requestType: "ReactRequest";
          readonly responseType: "SendMessageReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#deleteForMe}.
         * @param error Error, if any
         * @param [response] DeleteForMeReply
         */
        type DeleteForMeCallback = (error: (Error|null), response?: im.DeleteForMeReply) => void;

        /** Calls DeleteForMe. */
        type DeleteForMe = {
          (request: im.IDeleteForMeRequest, callback: im.Logic.DeleteForMeCallback): void;
          (request: im.IDeleteForMeRequest): Promise<im.DeleteForMeReply>;
          readonly name: "DeleteForMe";
          readonly path: "/im.Logic/DeleteForMe";
          readonly requestType: "DeleteForMeRequest";
          readonly responseType: "DeleteForMeReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#pullMessages}.
         * @param error Error, if any
         * @param [response] PullMessagesReply
         */
        type PullMessagesCallback = (error: (Error|null), response?: im.PullMessagesReply) => void;

        /** Calls PullMessages. */
        type PullMessages = {
          (request: im.IPullMessagesRequest, callback: im.Logic.PullMessagesCallback): void;
          (request: im.IPullMessagesRequest): Promise<im.PullMessagesReply>;
          readonly name: "PullMessages";
          readonly path: "/im.Logic/PullMessages";
          readonly requestType: "PullMessagesRequest";
          readonly responseType: "PullMessagesReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#listConversations}.
         * @param error Error, if any
         * @param [response] ListConversationsReply
         */
        type ListConversationsCallback = (error: (Error|null), response?: im.ListConversationsReply) => void;

        /** Calls ListConversations. */
        type ListConversations = {
          (request: im.IListConversationsRequest, callback: im.Logic.ListConversationsCallback): void;
          (request: im.IListConversationsRequest): Promise<im.ListConversationsReply>;
          readonly name: "ListConversations";
          readonly path: "/im.Logic/ListConversations";
          readonly requestType: "ListConversationsRequest";
          readonly responseType: "ListConversationsReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#sync}.
         * @param error Error, if any
         * @param [response] SyncReply
         */
        type SyncCallback = (error: (Error|null), response?: im.SyncReply) => void;

        /** Calls Sync. */
        type Sync = {
          (request: im.ISyncRequest, callback: im.Logic.SyncCallback): void;
          (request: im.ISyncRequest): Promise<im.SyncReply>;
          readonly name: "Sync";
          readonly path: "/im.Logic/Sync";
          readonly requestType: "SyncRequest";
          readonly responseType: "SyncReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#markDelivered}.
         * @param error Error, if any
         * @param [response] MarkReply
         */
        type MarkDeliveredCallback = (error: (Error|null), response?: im.MarkReply) => void;

        /** Calls MarkDelivered. */
        type MarkDelivered = {
          (request: im.IMarkRequest, callback: im.Logic.MarkDeliveredCallback): void;
          (request: im.IMarkRequest): Promise<im.MarkReply>;
          readonly name: "MarkDelivered";
          readonly path: "/im.Logic/MarkDelivered";
          readonly requestType: "MarkRequest";
          readonly responseType: "MarkReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#markRead}.
         * @param error Error, if any
         * @param [response] MarkReply
         */
        type MarkReadCallback = (error: (Error|null), response?: im.MarkReply) => void;

        /** Calls MarkRead. */
        type MarkRead = {
          (request: im.IMarkRequest, callback: im.Logic.MarkReadCallback): void;
          (request: im.IMarkRequest): Promise<im.MarkReply>;
          readonly name: "MarkRead";
          readonly path: "/im.Logic/MarkRead";
          readonly requestType: "MarkRequest";
          readonly responseType: "MarkReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#listReaders}.
         * @param error Error, if any
         * @param [response] ListReadersReply
         */
        type ListReadersCallback = (error: (Error|null), response?: im.ListReadersReply) => void;

        /** Calls ListReaders. */
        type ListReaders = {
          (request: im.IListReadersRequest, callback: im.Logic.ListReadersCallback): void;
          (request: im.IListReadersRequest): Promise<im.ListReadersReply>;
          readonly name: "ListReaders";
          readonly path: "/im.Logic/ListReaders";
          readonly requestType: "ListReadersRequest";
          readonly responseType: "ListReadersReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#setConversation}.
         * @param error Error, if any
         * @param [response] SetConversationReply
         */
        type SetConversationCallback = (error: (Error|null), response?: im.SetConversationReply) => void;

        /** Calls SetConversation. */
        type SetConversation = {
          (request: im.ISetConversationRequest, callback: im.Logic.SetConversationCallback): void;
          (request: im.ISetConversationRequest): Promise<im.SetConversationReply>;
          readonly name: "SetConversation";
          readonly path: "/im.Logic/SetConversation";
          readonly requestType: "SetConversationRequest";
          readonly responseType: "SetConversationReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#findUser}.
         * @param error Error, if any
         * @param [response] FindUserReply
         */
        type FindUserCallback = (error: (Error|null), response?: im.FindUserReply) => void;

        /** Calls FindUser. */
        type FindUser = {
          (request: im.IFindUserRequest, callback: im.Logic.FindUserCallback): void;
          (request: im.IFindUserRequest): Promise<im.FindUserReply>;
          readonly name: "FindUser";
          readonly path: "/im.Logic/FindUser";
          readonly requestType: "FindUserRequest";
          readonly responseType: "FindUserReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#getProfile}.
         * @param error Error, if any
         * @param [response] GetProfileReply
         */
        type GetProfileCallback = (error: (Error|null), response?: im.GetProfileReply) => void;

        /** Calls GetProfile. */
        type GetProfile = {
          (request: im.IGetProfileRequest, callback: im.Logic.GetProfileCallback): void;
          (request: im.IGetProfileRequest): Promise<im.GetProfileReply>;
          readonly name: "GetProfile";
          readonly path: "/im.Logic/GetProfile";
          readonly requestType: "GetProfileRequest";
          readonly responseType: "GetProfileReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#updateProfile}.
         * @param error Error, if any
         * @param [response] UpdateProfileReply
         */
        type UpdateProfileCallback = (error: (Error|null), response?: im.UpdateProfileReply) => void;

        /** Calls UpdateProfile. */
        type UpdateProfile = {
          (request: im.IUpdateProfileRequest, callback: im.Logic.UpdateProfileCallback): void;
          (request: im.IUpdateProfileRequest): Promise<im.UpdateProfileReply>;
          readonly name: "UpdateProfile";
          readonly path: "/im.Logic/UpdateProfile";
          readonly requestType: "UpdateProfileRequest";
          readonly responseType: "UpdateProfileReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#searchUsers}.
         * @param error Error, if any
         * @param [response] SearchUsersReply
         */
        type SearchUsersCallback = (error: (Error|null), response?: im.SearchUsersReply) => void;

        /** Calls SearchUsers. */
        type SearchUsers = {
          (request: im.ISearchUsersRequest, callback: im.Logic.SearchUsersCallback): void;
          (request: im.ISearchUsersRequest): Promise<im.SearchUsersReply>;
          readonly name: "SearchUsers";
          readonly path: "/im.Logic/SearchUsers";
          readonly requestType: "SearchUsersRequest";
          readonly responseType: "SearchUsersReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#requestFriend}.
         * @param error Error, if any
         * @param [response] RequestFriendReply
         */
        type RequestFriendCallback = (error: (Error|null), response?: im.RequestFriendReply) => void;

        /** Calls RequestFriend. */
        type RequestFriend = {
          (request: im.IRequestFriendRequest, callback: im.Logic.RequestFriendCallback): void;
          (request: im.IRequestFriendRequest): Promise<im.RequestFriendReply>;
          readonly name: "RequestFriend";
          readonly path: "/im.Logic/RequestFriend";
          readonly requestType: "RequestFriendRequest";
          readonly responseType: "RequestFriendReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#listFriendRequests}.
         * @param error Error, if any
         * @param [response] ListFriendRequestsReply
         */
        type ListFriendRequestsCallback = (error: (Error|null), response?: im.ListFriendRequestsReply) => void;

        /** Calls ListFriendRequests. */
        type ListFriendRequests = {
          (request: im.IListFriendRequestsRequest, callback: im.Logic.ListFriendRequestsCallback): void;
          (request: im.IListFriendRequestsRequest): Promise<im.ListFriendRequestsReply>;
          readonly name: "ListFriendRequests";
          readonly path: "/im.Logic/ListFriendRequests";
          readonly requestType: "ListFriendRequestsRequest";
          readonly responseType: "ListFriendRequestsReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#answerFriendRequest}.
         * @param error Error, if any
         * @param [response] AnswerFriendRequestReply
         */
        type AnswerFriendRequestCallback = (error: (Error|null), response?: im.AnswerFriendRequestReply) => void;

        /** Calls AnswerFriendRequest. */
        type AnswerFriendRequest = {
          (request: im.IAnswerFriendRequestRequest, callback: im.Logic.AnswerFriendRequestCallback): void;
          (request: im.IAnswerFriendRequestRequest): Promise<im.AnswerFriendRequestReply>;
          readonly name: "AnswerFriendRequest";
          readonly path: "/im.Logic/AnswerFriendRequest";
          readonly requestType: "AnswerFriendRequestRequest";
          readonly responseType: "AnswerFriendRequestReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#removeFriend}.
         * @param error Error, if any
         * @param [response] RemoveFriendReply
         */
        type RemoveFriendCallback = (error: (Error|null), response?: im.RemoveFriendReply) => void;

        /** Calls RemoveFriend. */
        type RemoveFriend = {
          (request: im.IRemoveFriendRequest, callback: im.Logic.RemoveFriendCallback): void;
          (request: im.IRemoveFriendRequest): Promise<im.RemoveFriendReply>;
          readonly name: "RemoveFriend";
          readonly path: "/im.Logic/RemoveFriend";
          readonly requestType: "RemoveFriendRequest";
          readonly responseType: "RemoveFriendReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#listFriends}.
         * @param error Error, if any
         * @param [response] ListFriendsReply
         */
        type ListFriendsCallback = (error: (Error|null), response?: im.ListFriendsReply) => void;

        /** Calls ListFriends. */
        type ListFriends = {
          (request: im.IListFriendsRequest, callback: im.Logic.ListFriendsCallback): void;
          (request: im.IListFriendsRequest): Promise<im.ListFriendsReply>;
          readonly name: "ListFriends";
          readonly path: "/im.Logic/ListFriends";
          readonly requestType: "ListFriendsRequest";
          readonly responseType: "ListFriendsReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#setRemark}.
         * @param error Error, if any
         * @param [response] SetRemarkReply
         */
        type SetRemarkCallback = (error: (Error|null), response?: im.SetRemarkReply) => void;

        /** Calls SetRemark. */
        type SetRemark = {
          (request: im.ISetRemarkRequest, callback: im.Logic.SetRemarkCallback): void;
          (request: im.ISetRemarkRequest): Promise<im.SetRemarkReply>;
          readonly name: "SetRemark";
          readonly path: "/im.Logic/SetRemark";
          readonly requestType: "SetRemarkRequest";
          readonly responseType: "SetRemarkReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#block}.
         * @param error Error, if any
         * @param [response] BlockReply
         */
        type BlockCallback = (error: (Error|null), response?: im.BlockReply) => void;

        /** Calls Block. */
        type Block = {
          (request: im.IBlockRequest, callback: im.Logic.BlockCallback): void;
          (request: im.IBlockRequest): Promise<im.BlockReply>;
          readonly name: "Block";
          readonly path: "/im.Logic/Block";
          readonly requestType: "BlockRequest";
          readonly responseType: "BlockReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#unblock}.
         * @param error Error, if any
         * @param [response] UnblockReply
         */
        type UnblockCallback = (error: (Error|null), response?: im.UnblockReply) => void;

        /** Calls Unblock. */
        type Unblock = {
          (request: im.IUnblockRequest, callback: im.Logic.UnblockCallback): void;
          (request: im.IUnblockRequest): Promise<im.UnblockReply>;
          readonly name: "Unblock";
          readonly path: "/im.Logic/Unblock";
          readonly requestType: "UnblockRequest";
          readonly responseType: "UnblockReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#listBlocked}.
         * @param error Error, if any
         * @param [response] ListBlockedReply
         */
        type ListBlockedCallback = (error: (Error|null), response?: im.ListBlockedReply) => void;

        /** Calls ListBlocked. */
        type ListBlocked = {
          (request: im.IListBlockedRequest, callback: im.Logic.ListBlockedCallback): void;
          (request: im.IListBlockedRequest): Promise<im.ListBlockedReply>;
          readonly name: "ListBlocked";
          readonly path: "/im.Logic/ListBlocked";
          readonly requestType: "ListBlockedRequest";
          readonly responseType: "ListBlockedReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#createGroup}.
         * @param error Error, if any
         * @param [response] CreateGroupReply
         */
        type CreateGroupCallback = (error: (Error|null), response?: im.CreateGroupReply) => void;

        /** Calls CreateGroup. */
        type CreateGroup = {
          (request: im.ICreateGroupRequest, callback: im.Logic.CreateGroupCallback): void;
          (request: im.ICreateGroupRequest): Promise<im.CreateGroupReply>;
          readonly name: "CreateGroup";
          readonly path: "/im.Logic/CreateGroup";
          readonly requestType: "CreateGroupRequest";
          readonly responseType: "CreateGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#getGroup}.
         * @param error Error, if any
         * @param [response] GetGroupReply
         */
        type GetGroupCallback = (error: (Error|null), response?: im.GetGroupReply) => void;

        /** Calls GetGroup. */
        type GetGroup = {
          (request: im.IGetGroupRequest, callback: im.Logic.GetGroupCallback): void;
          (request: im.IGetGroupRequest): Promise<im.GetGroupReply>;
          readonly name: "GetGroup";
          readonly path: "/im.Logic/GetGroup";
          readonly requestType: "GetGroupRequest";
          readonly responseType: "GetGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#listGroups}.
         * @param error Error, if any
         * @param [response] ListGroupsReply
         */
        type ListGroupsCallback = (error: (Error|null), response?: im.ListGroupsReply) => void;

        /** Calls ListGroups. */
        type ListGroups = {
          (request: im.IListGroupsRequest, callback: im.Logic.ListGroupsCallback): void;
          (request: im.IListGroupsRequest): Promise<im.ListGroupsReply>;
          readonly name: "ListGroups";
          readonly path: "/im.Logic/ListGroups";
          readonly requestType: "ListGroupsRequest";
          readonly responseType: "ListGroupsReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#listGroupMembers}.
         * @param error Error, if any
         * @param [response] ListGroupMembersReply
         */
        type ListGroupMembersCallback = (error: (Error|null), response?: im.ListGroupMembersReply) => void;

        /** Calls ListGroupMembers. */
        type ListGroupMembers = {
          (request: im.IListGroupMembersRequest, callback: im.Logic.ListGroupMembersCallback): void;
          (request: im.IListGroupMembersRequest): Promise<im.ListGroupMembersReply>;
          readonly name: "ListGroupMembers";
          readonly path: "/im.Logic/ListGroupMembers";
          readonly requestType: "ListGroupMembersRequest";
          readonly responseType: "ListGroupMembersReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#updateGroup}.
         * @param error Error, if any
         * @param [response] UpdateGroupReply
         */
        type UpdateGroupCallback = (error: (Error|null), response?: im.UpdateGroupReply) => void;

        /** Calls UpdateGroup. */
        type UpdateGroup = {
          (request: im.IUpdateGroupRequest, callback: im.Logic.UpdateGroupCallback): void;
          (request: im.IUpdateGroupRequest): Promise<im.UpdateGroupReply>;
          readonly name: "UpdateGroup";
          readonly path: "/im.Logic/UpdateGroup";
          readonly requestType: "UpdateGroupRequest";
          readonly responseType: "UpdateGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#inviteToGroup}.
         * @param error Error, if any
         * @param [response] InviteToGroupReply
         */
        type InviteToGroupCallback = (error: (Error|null), response?: im.InviteToGroupReply) => void;

        /** Calls InviteToGroup. */
        type InviteToGroup = {
          (request: im.IInviteToGroupRequest, callback: im.Logic.InviteToGroupCallback): void;
          (request: im.IInviteToGroupRequest): Promise<im.InviteToGroupReply>;
          readonly name: "InviteToGroup";
          readonly path: "/im.Logic/InviteToGroup";
          readonly requestType: "InviteToGroupRequest";
          readonly responseType: "InviteToGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#joinGroup}.
         * @param error Error, if any
         * @param [response] JoinGroupReply
         */
        type JoinGroupCallback = (error: (Error|null), response?: im.JoinGroupReply) => void;

        /** Calls JoinGroup. */
        type JoinGroup = {
          (request: im.IJoinGroupRequest, callback: im.Logic.JoinGroupCallback): void;
          (request: im.IJoinGroupRequest): Promise<im.JoinGroupReply>;
          readonly name: "JoinGroup";
          readonly path: "/im.Logic/JoinGroup";
          readonly requestType: "JoinGroupRequest";
          readonly responseType: "JoinGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#listJoinRequests}.
         * @param error Error, if any
         * @param [response] ListJoinRequestsReply
         */
        type ListJoinRequestsCallback = (error: (Error|null), response?: im.ListJoinRequestsReply) => void;

        /** Calls ListJoinRequests. */
        type ListJoinRequests = {
          (request: im.IListJoinRequestsRequest, callback: im.Logic.ListJoinRequestsCallback): void;
          (request: im.IListJoinRequestsRequest): Promise<im.ListJoinRequestsReply>;
          readonly name: "ListJoinRequests";
          readonly path: "/im.Logic/ListJoinRequests";
          readonly requestType: "ListJoinRequestsRequest";
          readonly responseType: "ListJoinRequestsReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#answerJoinRequest}.
         * @param error Error, if any
         * @param [response] AnswerJoinRequestReply
         */
        type AnswerJoinRequestCallback = (error: (Error|null), response?: im.AnswerJoinRequestReply) => void;

        /** Calls AnswerJoinRequest. */
        type AnswerJoinRequest = {
          (request: im.IAnswerJoinRequestRequest, callback: im.Logic.AnswerJoinRequestCallback): void;
          (request: im.IAnswerJoinRequestRequest): Promise<im.AnswerJoinRequestReply>;
          readonly name: "AnswerJoinRequest";
          readonly path: "/im.Logic/AnswerJoinRequest";
          readonly requestType: "AnswerJoinRequestRequest";
          readonly responseType: "AnswerJoinRequestReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#leaveGroup}.
         * @param error Error, if any
         * @param [response] LeaveGroupReply
         */
        type LeaveGroupCallback = (error: (Error|null), response?: im.LeaveGroupReply) => void;

        /** Calls LeaveGroup. */
        type LeaveGroup = {
          (request: im.ILeaveGroupRequest, callback: im.Logic.LeaveGroupCallback): void;
          (request: im.ILeaveGroupRequest): Promise<im.LeaveGroupReply>;
          readonly name: "LeaveGroup";
          readonly path: "/im.Logic/LeaveGroup";
          readonly requestType: "LeaveGroupRequest";
          readonly responseType: "LeaveGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#removeFromGroup}.
         * @param error Error, if any
         * @param [response] RemoveFromGroupReply
         */
        type RemoveFromGroupCallback = (error: (Error|null), response?: im.RemoveFromGroupReply) => void;

        /** Calls RemoveFromGroup. */
        type RemoveFromGroup = {
          (request: im.IRemoveFromGroupRequest, callback: im.Logic.RemoveFromGroupCallback): void;
          (request: im.IRemoveFromGroupRequest): Promise<im.RemoveFromGroupReply>;
          readonly name: "RemoveFromGroup";
          readonly path: "/im.Logic/RemoveFromGroup";
          readonly requestType: "RemoveFromGroupRequest";
          readonly responseType: "RemoveFromGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#listGroupBans}.
         * @param error Error, if any
         * @param [response] ListGroupBansReply
         */
        type ListGroupBansCallback = (error: (Error|null), response?: im.ListGroupBansReply) => void;

        /** Calls ListGroupBans. */
        type ListGroupBans = {
          (request: im.IListGroupBansRequest, callback: im.Logic.ListGroupBansCallback): void;
          (request: im.IListGroupBansRequest): Promise<im.ListGroupBansReply>;
          readonly name: "ListGroupBans";
          readonly path: "/im.Logic/ListGroupBans";
          readonly requestType: "ListGroupBansRequest";
          readonly responseType: "ListGroupBansReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#liftGroupBan}.
         * @param error Error, if any
         * @param [response] LiftGroupBanReply
         */
        type LiftGroupBanCallback = (error: (Error|null), response?: im.LiftGroupBanReply) => void;

        /** Calls LiftGroupBan. */
        type LiftGroupBan = {
          (request: im.ILiftGroupBanRequest, callback: im.Logic.LiftGroupBanCallback): void;
          (request: im.ILiftGroupBanRequest): Promise<im.LiftGroupBanReply>;
          readonly name: "LiftGroupBan";
          readonly path: "/im.Logic/LiftGroupBan";
          readonly requestType: "LiftGroupBanRequest";
          readonly responseType: "LiftGroupBanReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#setGroupRole}.
         * @param error Error, if any
         * @param [response] SetGroupRoleReply
         */
        type SetGroupRoleCallback = (error: (Error|null), response?: im.SetGroupRoleReply) => void;

        /** Calls SetGroupRole. */
        type SetGroupRole = {
          (request: im.ISetGroupRoleRequest, callback: im.Logic.SetGroupRoleCallback): void;
          (request: im.ISetGroupRoleRequest): Promise<im.SetGroupRoleReply>;
          readonly name: "SetGroupRole";
          readonly path: "/im.Logic/SetGroupRole";
          readonly requestType: "SetGroupRoleRequest";
          readonly responseType: "SetGroupRoleReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#transferGroup}.
         * @param error Error, if any
         * @param [response] TransferGroupReply
         */
        type TransferGroupCallback = (error: (Error|null), response?: im.TransferGroupReply) => void;

        /** Calls TransferGroup. */
        type TransferGroup = {
          (request: im.ITransferGroupRequest, callback: im.Logic.TransferGroupCallback): void;
          (request: im.ITransferGroupRequest): Promise<im.TransferGroupReply>;
          readonly name: "TransferGroup";
          readonly path: "/im.Logic/TransferGroup";
          readonly requestType: "TransferGroupRequest";
          readonly responseType: "TransferGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#muteMember}.
         * @param error Error, if any
         * @param [response] MuteMemberReply
         */
        type MuteMemberCallback = (error: (Error|null), response?: im.MuteMemberReply) => void;

        /** Calls MuteMember. */
        type MuteMember = {
          (request: im.IMuteMemberRequest, callback: im.Logic.MuteMemberCallback): void;
          (request: im.IMuteMemberRequest): Promise<im.MuteMemberReply>;
          readonly name: "MuteMember";
          readonly path: "/im.Logic/MuteMember";
          readonly requestType: "MuteMemberRequest";
          readonly responseType: "MuteMemberReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#dissolveGroup}.
         * @param error Error, if any
         * @param [response] DissolveGroupReply
         */
        type DissolveGroupCallback = (error: (Error|null), response?: im.DissolveGroupReply) => void;

        /** Calls DissolveGroup. */
        type DissolveGroup = {
          (request: im.IDissolveGroupRequest, callback: im.Logic.DissolveGroupCallback): void;
          (request: im.IDissolveGroupRequest): Promise<im.DissolveGroupReply>;
          readonly name: "DissolveGroup";
          readonly path: "/im.Logic/DissolveGroup";
          readonly requestType: "DissolveGroupRequest";
          readonly responseType: "DissolveGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#eraseUser}.
         * @param error Error, if any
         * @param [response] EraseUserReply
         */
        type EraseUserCallback = (error: (Error|null), response?: im.EraseUserReply) => void;

        /** Calls EraseUser. */
        type EraseUser = {
          (request: im.IEraseUserRequest, callback: im.Logic.EraseUserCallback): void;
          (request: im.IEraseUserRequest): Promise<im.EraseUserReply>;
          readonly name: "EraseUser";
          readonly path: "/im.Logic/EraseUser";
          readonly requestType: "EraseUserRequest";
          readonly responseType: "EraseUserReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#notifyFriends}.
         * @param error Error, if any
         * @param [response] NotifyFriendsReply
         */
        type NotifyFriendsCallback = (error: (Error|null), response?: im.NotifyFriendsReply) => void;

        /** Calls NotifyFriends. */
        type NotifyFriends = {
          (request: im.INotifyFriendsRequest, callback: im.Logic.NotifyFriendsCallback): void;
          (request: im.INotifyFriendsRequest): Promise<im.NotifyFriendsReply>;
          readonly name: "NotifyFriends";
          readonly path: "/im.Logic/NotifyFriends";
          readonly requestType: "NotifyFriendsRequest";
          readonly responseType: "NotifyFriendsReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#inspectGroup}.
         * @param error Error, if any
         * @param [response] InspectGroupReply
         */
        type InspectGroupCallback = (error: (Error|null), response?: im.InspectGroupReply) => void;

        /** Calls InspectGroup. */
        type InspectGroup = {
          (request: im.IInspectGroupRequest, callback: im.Logic.InspectGroupCallback): void;
          (request: im.IInspectGroupRequest): Promise<im.InspectGroupReply>;
          readonly name: "InspectGroup";
          readonly path: "/im.Logic/InspectGroup";
          readonly requestType: "InspectGroupRequest";
          readonly responseType: "InspectGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Logic#closeGroup}.
         * @param error Error, if any
         * @param [response] CloseGroupReply
         */
        type CloseGroupCallback = (error: (Error|null), response?: im.CloseGroupReply) => void;

        /** Calls CloseGroup. */
        type CloseGroup = {
          (request: im.ICloseGroupRequest, callback: im.Logic.CloseGroupCallback): void;
          (request: im.ICloseGroupRequest): Promise<im.CloseGroupReply>;
          readonly name: "CloseGroup";
          readonly path: "/im.Logic/CloseGroup";
          readonly requestType: "CloseGroupRequest";
          readonly responseType: "CloseGroupReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };
    }

    /** Represents a Presence */
    class Presence extends $protobuf.rpc.Service {

        /** Reflection-backed declarations are not constructable. Use Presence.create(...) instead. */
        private constructor();

        /**
         * Creates new Presence service using the specified rpc implementation.
         * @param rpcImpl RPC implementation
         * @param [requestDelimited=false] Whether requests are length-delimited
         * @param [responseDelimited=false] Whether responses are length-delimited
         * @returns RPC service. Useful where requests and/or responses are streamed.
         */
        static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): Presence;

        /** Calls SetPresence. */
        setPresence: im.Presence.SetPresence;

        /** Calls WatchPresence. */
        watchPresence: im.Presence.WatchPresence;

        /** Calls Typing. */
        typing: im.Presence.Typing;
    }

    namespace Presence {

        /**
         * Callback as used by {@link im.Presence#setPresence}.
         * @param error Error, if any
         * @param [response] SetPresenceReply
         */
        type SetPresenceCallback = (error: (Error|null), response?: im.SetPresenceReply) => void;

        /** Calls SetPresence. */
        type SetPresence = {
          (request: im.ISetPresenceRequest, callback: im.Presence.SetPresenceCallback): void;
          (request: im.ISetPresenceRequest): Promise<im.SetPresenceReply>;
          readonly name: "SetPresence";
          readonly path: "/im.Presence/SetPresence";
          readonly requestType: "SetPresenceRequest";
          readonly responseType: "SetPresenceReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Presence#watchPresence}.
         * @param error Error, if any
         * @param [response] WatchPresenceReply
         */
        type WatchPresenceCallback = (error: (Error|null), response?: im.WatchPresenceReply) => void;

        /** Calls WatchPresence. */
        type WatchPresence = {
          (request: im.IWatchPresenceRequest, callback: im.Presence.WatchPresenceCallback): void;
          (request: im.IWatchPresenceRequest): Promise<im.WatchPresenceReply>;
          readonly name: "WatchPresence";
          readonly path: "/im.Presence/WatchPresence";
          readonly requestType: "WatchPresenceRequest";
          readonly responseType: "WatchPresenceReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Presence#typing}.
         * @param error Error, if any
         * @param [response] TypingReply
         */
        type TypingCallback = (error: (Error|null), response?: im.TypingReply) => void;

        /** Calls Typing. */
        type Typing = {
          (request: im.ITypingRequest, callback: im.Presence.TypingCallback): void;
          (request: im.ITypingRequest): Promise<im.TypingReply>;
          readonly name: "Typing";
          readonly path: "/im.Presence/Typing";
          readonly requestType: "TypingRequest";
          readonly responseType: "TypingReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };
    }

    /**
     * Properties of a SetPresenceRequest.
     * @deprecated Use im.SetPresenceRequest.$Properties instead.
     */
    interface ISetPresenceRequest extends im.SetPresenceRequest.$Properties {
    }

    /** Represents a SetPresenceRequest. */
    class SetPresenceRequest {

        /** Reflection-backed declarations are not constructable. Use SetPresenceRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SetPresenceRequest away. */
        away: boolean;

        /**
         * Creates a new SetPresenceRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SetPresenceRequest instance
         */
        static create(properties: im.SetPresenceRequest.$Shape): im.SetPresenceRequest & im.SetPresenceRequest.$Shape;
        static create(properties?: im.SetPresenceRequest.$Properties): im.SetPresenceRequest;

        /**
         * Encodes the specified SetPresenceRequest message. Does not implicitly {@link im.SetPresenceRequest.verify|verify} messages.
         * @param message SetPresenceRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SetPresenceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SetPresenceRequest message, length delimited. Does not implicitly {@link im.SetPresenceRequest.verify|verify} messages.
         * @param message SetPresenceRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SetPresenceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetPresenceRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SetPresenceRequest & im.SetPresenceRequest.$Shape} SetPresenceRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SetPresenceRequest & im.SetPresenceRequest.$Shape;

        /**
         * Decodes a SetPresenceRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SetPresenceRequest & im.SetPresenceRequest.$Shape} SetPresenceRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SetPresenceRequest & im.SetPresenceRequest.$Shape;

        /**
         * Verifies a SetPresenceRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SetPresenceRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SetPresenceRequest
         */
        static fromObject(object: { [k: string]: any }): im.SetPresenceRequest;

        /**
         * Creates a plain object from a SetPresenceRequest message. Also converts values to other types if specified.
         * @param message SetPresenceRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SetPresenceRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SetPresenceRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SetPresenceRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SetPresenceRequest {

        /** Properties of a SetPresenceRequest. */
        interface $Properties {

            /** SetPresenceRequest away */
            away?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetPresenceRequest. */
        type $Shape = im.SetPresenceRequest.$Properties;
    }

    /**
     * Properties of a SetPresenceReply.
     * @deprecated Use im.SetPresenceReply.$Properties instead.
     */
    interface ISetPresenceReply extends im.SetPresenceReply.$Properties {
    }

    /** Represents a SetPresenceReply. */
    class SetPresenceReply {

        /** Reflection-backed declarations are not constructable. Use SetPresenceReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new SetPresenceReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SetPresenceReply instance
         */
        static create(properties: im.SetPresenceReply.$Shape): im.SetPresenceReply & im.SetPresenceReply.$Shape;
        static create(properties?: im.SetPresenceReply.$Properties): im.SetPresenceReply;

        /**
         * Encodes the specified SetPresenceReply message. Does not implicitly {@link im.SetPresenceReply.verify|verify} messages.
         * @param message SetPresenceReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SetPresenceReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SetPresenceReply message, length delimited. Does not implicitly {@link im.SetPresenceReply.verify|verify} messages.
         * @param message SetPresenceReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SetPresenceReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SetPresenceReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SetPresenceReply & im.SetPresenceReply.$Shape} SetPresenceReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SetPresenceReply & im.SetPresenceReply.$Shape;

        /**
         * Decodes a SetPresenceReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SetPresenceReply & im.SetPresenceReply.$Shape} SetPresenceReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SetPresenceReply & im.SetPresenceReply.$Shape;

        /**
         * Verifies a SetPresenceReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SetPresenceReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SetPresenceReply
         */
        static fromObject(object: { [k: string]: any }): im.SetPresenceReply;

        /**
         * Creates a plain object from a SetPresenceReply message. Also converts values to other types if specified.
         * @param message SetPresenceReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SetPresenceReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SetPresenceReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SetPresenceReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SetPresenceReply {

        /** Properties of a SetPresenceReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SetPresenceReply. */
        type $Shape = im.SetPresenceReply.$Properties;
    }

    /**
     * Properties of a WatchPresenceRequest.
     * @deprecated Use im.WatchPresenceRequest.$Properties instead.
     */
    interface IWatchPresenceRequest extends im.WatchPresenceRequest.$Properties {
    }

    /** Represents a WatchPresenceRequest. */
    class WatchPresenceRequest {

        /** Reflection-backed declarations are not constructable. Use WatchPresenceRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WatchPresenceRequest userIds. */
        userIds: string[];

        /**
         * Creates a new WatchPresenceRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns WatchPresenceRequest instance
         */
        static create(properties: im.WatchPresenceRequest.$Shape): im.WatchPresenceRequest & im.WatchPresenceRequest.$Shape;
        static create(properties?: im.WatchPresenceRequest.$Properties): im.WatchPresenceRequest;

        /**
         * Encodes the specified WatchPresenceRequest message. Does not implicitly {@link im.WatchPresenceRequest.verify|verify} messages.
         * @param message WatchPresenceRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.WatchPresenceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified WatchPresenceRequest message, length delimited. Does not implicitly {@link im.WatchPresenceRequest.verify|verify} messages.
         * @param message WatchPresenceRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.WatchPresenceRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WatchPresenceRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.WatchPresenceRequest & im.WatchPresenceRequest.$Shape} WatchPresenceRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.WatchPresenceRequest & im.WatchPresenceRequest.$Shape;

        /**
         * Decodes a WatchPresenceRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.WatchPresenceRequest & im.WatchPresenceRequest.$Shape} WatchPresenceRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.WatchPresenceRequest & im.WatchPresenceRequest.$Shape;

        /**
         * Verifies a WatchPresenceRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a WatchPresenceRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns WatchPresenceRequest
         */
        static fromObject(object: { [k: string]: any }): im.WatchPresenceRequest;

        /**
         * Creates a plain object from a WatchPresenceRequest message. Also converts values to other types if specified.
         * @param message WatchPresenceRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.WatchPresenceRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this WatchPresenceRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for WatchPresenceRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace WatchPresenceRequest {

        /** Properties of a WatchPresenceRequest. */
        interface $Properties {

            /** WatchPresenceRequest userIds */
            userIds?: (string[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WatchPresenceRequest. */
        type $Shape = im.WatchPresenceRequest.$Properties;
    }

    /**
     * Properties of a WatchPresenceReply.
     * @deprecated Use im.WatchPresenceReply.$Properties instead.
     */
    interface IWatchPresenceReply extends im.WatchPresenceReply.$Properties {
    }

    /** Represents a WatchPresenceReply. */
    class WatchPresenceReply {

        /** Reflection-backed declarations are not constructable. Use WatchPresenceReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** WatchPresenceReply presences. */
        presences: im.UserPresence.$Properties[];

        /**
         * Creates a new WatchPresenceReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns WatchPresenceReply instance
         */
        static create(properties: im.WatchPresenceReply.$Shape): im.WatchPresenceReply & im.WatchPresenceReply.$Shape;
        static create(properties?: im.WatchPresenceReply.$Properties): im.WatchPresenceReply;

        /**
         * Encodes the specified WatchPresenceReply message. Does not implicitly {@link im.WatchPresenceReply.verify|verify} messages.
         * @param message WatchPresenceReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.WatchPresenceReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified WatchPresenceReply message, length delimited. Does not implicitly {@link im.WatchPresenceReply.verify|verify} messages.
         * @param message WatchPresenceReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.WatchPresenceReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a WatchPresenceReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.WatchPresenceReply & im.WatchPresenceReply.$Shape} WatchPresenceReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.WatchPresenceReply & im.WatchPresenceReply.$Shape;

        /**
         * Decodes a WatchPresenceReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.WatchPresenceReply & im.WatchPresenceReply.$Shape} WatchPresenceReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.WatchPresenceReply & im.WatchPresenceReply.$Shape;

        /**
         * Verifies a WatchPresenceReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a WatchPresenceReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns WatchPresenceReply
         */
        static fromObject(object: { [k: string]: any }): im.WatchPresenceReply;

        /**
         * Creates a plain object from a WatchPresenceReply message. Also converts values to other types if specified.
         * @param message WatchPresenceReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.WatchPresenceReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this WatchPresenceReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for WatchPresenceReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace WatchPresenceReply {

        /** Properties of a WatchPresenceReply. */
        interface $Properties {

            /** WatchPresenceReply presences */
            presences?: (im.UserPresence.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a WatchPresenceReply. */
        type $Shape = im.WatchPresenceReply.$Properties;
    }

    /**
     * Properties of a UserPresence.
     * @deprecated Use im.UserPresence.$Properties instead.
     */
    interface IUserPresence extends im.UserPresence.$Properties {
    }

    /** Represents a UserPresence. */
    class UserPresence {

        /** Reflection-backed declarations are not constructable. Use UserPresence.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** UserPresence userId. */
        userId: string;

        /** UserPresence state. */
        state: im.PresenceState;

        /** UserPresence lastSeen. */
        lastSeen: number;

        /**
         * Creates a new UserPresence instance using the specified properties.
         * @param [properties] Properties to set
         * @returns UserPresence instance
         */
        static create(properties: im.UserPresence.$Shape): im.UserPresence & im.UserPresence.$Shape;
        static create(properties?: im.UserPresence.$Properties): im.UserPresence;

        /**
         * Encodes the specified UserPresence message. Does not implicitly {@link im.UserPresence.verify|verify} messages.
         * @param message UserPresence message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.UserPresence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified UserPresence message, length delimited. Does not implicitly {@link im.UserPresence.verify|verify} messages.
         * @param message UserPresence message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.UserPresence.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a UserPresence message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.UserPresence & im.UserPresence.$Shape} UserPresence
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.UserPresence & im.UserPresence.$Shape;

        /**
         * Decodes a UserPresence message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.UserPresence & im.UserPresence.$Shape} UserPresence
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.UserPresence & im.UserPresence.$Shape;

        /**
         * Verifies a UserPresence message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a UserPresence message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns UserPresence
         */
        static fromObject(object: { [k: string]: any }): im.UserPresence;

        /**
         * Creates a plain object from a UserPresence message. Also converts values to other types if specified.
         * @param message UserPresence
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.UserPresence, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this UserPresence to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for UserPresence
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace UserPresence {

        /** Properties of a UserPresence. */
        interface $Properties {

            /** UserPresence userId */
            userId?: (string|null);

            /** UserPresence state */
            state?: (im.PresenceState|null);

            /** UserPresence lastSeen */
            lastSeen?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a UserPresence. */
        type $Shape = im.UserPresence.$Properties;
    }

    /**
     * Properties of a TypingRequest.
     * @deprecated Use im.TypingRequest.$Properties instead.
     */
    interface ITypingRequest extends im.TypingRequest.$Properties {
    }

    /** Represents a TypingRequest. */
    class TypingRequest {

        /** Reflection-backed declarations are not constructable. Use TypingRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TypingRequest conversationId. */
        conversationId: string;

        /**
         * Creates a new TypingRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TypingRequest instance
         */
        static create(properties: im.TypingRequest.$Shape): im.TypingRequest & im.TypingRequest.$Shape;
        static create(properties?: im.TypingRequest.$Properties): im.TypingRequest;

        /**
         * Encodes the specified TypingRequest message. Does not implicitly {@link im.TypingRequest.verify|verify} messages.
         * @param message TypingRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.TypingRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified TypingRequest message, length delimited. Does not implicitly {@link im.TypingRequest.verify|verify} messages.
         * @param message TypingRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.TypingRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TypingRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.TypingRequest & im.TypingRequest.$Shape} TypingRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.TypingRequest & im.TypingRequest.$Shape;

        /**
         * Decodes a TypingRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.TypingRequest & im.TypingRequest.$Shape} TypingRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.TypingRequest & im.TypingRequest.$Shape;

        /**
         * Verifies a TypingRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a TypingRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns TypingRequest
         */
        static fromObject(object: { [k: string]: any }): im.TypingRequest;

        /**
         * Creates a plain object from a TypingRequest message. Also converts values to other types if specified.
         * @param message TypingRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.TypingRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this TypingRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for TypingRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TypingRequest {

        /** Properties of a TypingRequest. */
        interface $Properties {

            /** TypingRequest conversationId */
            conversationId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TypingRequest. */
        type $Shape = im.TypingRequest.$Properties;
    }

    /**
     * Properties of a TypingReply.
     * @deprecated Use im.TypingReply.$Properties instead.
     */
    interface ITypingReply extends im.TypingReply.$Properties {
    }

    /** Represents a TypingReply. */
    class TypingReply {

        /** Reflection-backed declarations are not constructable. Use TypingReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new TypingReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TypingReply instance
         */
        static create(properties: im.TypingReply.$Shape): im.TypingReply & im.TypingReply.$Shape;
        static create(properties?: im.TypingReply.$Properties): im.TypingReply;

        /**
         * Encodes the specified TypingReply message. Does not implicitly {@link im.TypingReply.verify|verify} messages.
         * @param message TypingReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.TypingReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified TypingReply message, length delimited. Does not implicitly {@link im.TypingReply.verify|verify} messages.
         * @param message TypingReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.TypingReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TypingReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.TypingReply & im.TypingReply.$Shape} TypingReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.TypingReply & im.TypingReply.$Shape;

        /**
         * Decodes a TypingReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.TypingReply & im.TypingReply.$Shape} TypingReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.TypingReply & im.TypingReply.$Shape;

        /**
         * Verifies a TypingReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a TypingReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns TypingReply
         */
        static fromObject(object: { [k: string]: any }): im.TypingReply;

        /**
         * Creates a plain object from a TypingReply message. Also converts values to other types if specified.
         * @param message TypingReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.TypingReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this TypingReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for TypingReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TypingReply {

        /** Properties of a TypingReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TypingReply. */
        type $Shape = im.TypingReply.$Properties;
    }

    /**
     * Properties of a TypingNow.
     * @deprecated Use im.TypingNow.$Properties instead.
     */
    interface ITypingNow extends im.TypingNow.$Properties {
    }

    /** Represents a TypingNow. */
    class TypingNow {

        /** Reflection-backed declarations are not constructable. Use TypingNow.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TypingNow conversationId. */
        conversationId: string;

        /** TypingNow userId. */
        userId: string;

        /**
         * Creates a new TypingNow instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TypingNow instance
         */
        static create(properties: im.TypingNow.$Shape): im.TypingNow & im.TypingNow.$Shape;
        static create(properties?: im.TypingNow.$Properties): im.TypingNow;

        /**
         * Encodes the specified TypingNow message. Does not implicitly {@link im.TypingNow.verify|verify} messages.
         * @param message TypingNow message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.TypingNow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified TypingNow message, length delimited. Does not implicitly {@link im.TypingNow.verify|verify} messages.
         * @param message TypingNow message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.TypingNow.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TypingNow message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.TypingNow & im.TypingNow.$Shape} TypingNow
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.TypingNow & im.TypingNow.$Shape;

        /**
         * Decodes a TypingNow message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.TypingNow & im.TypingNow.$Shape} TypingNow
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.TypingNow & im.TypingNow.$Shape;

        /**
         * Verifies a TypingNow message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a TypingNow message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns TypingNow
         */
        static fromObject(object: { [k: string]: any }): im.TypingNow;

        /**
         * Creates a plain object from a TypingNow message. Also converts values to other types if specified.
         * @param message TypingNow
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.TypingNow, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this TypingNow to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for TypingNow
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TypingNow {

        /** Properties of a TypingNow. */
        interface $Properties {

            /** TypingNow conversationId */
            conversationId?: (string|null);

            /** TypingNow userId */
            userId?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TypingNow. */
        type $Shape = im.TypingNow.$Properties;
    }

    /**
     * Properties of a Push.
     * @deprecated Use im.Push.$Properties instead.
     */
    interface IPush extends im.Push.$Properties {
    }

    /** Represents a Push. */
    class Push {

        /** Reflection-backed declarations are not constructable. Use Push.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Push messageStored. */
        messageStored?: (im.Message.$Properties|null);

        /** Push receipt. */
        receipt?: (im.Receipt.$Properties|null);

        /** Push conversationChanged. */
        conversationChanged?: (im.ConversationChanged.$Properties|null);

        /** Push relationChanged. */
        relationChanged?: (im.Relation.$Properties|null);

        /** Push profileChanged. */
        profileChanged?: (im.OwnProfile.$Properties|null);

        /** Push joinRequested. */
        joinRequested?: (im.JoinRequested.$Properties|null);

        /** Push presence. */
        presence?: (im.UserPresence.$Properties|null);

        /** Push typing. */
        typing?: (im.TypingNow.$Properties|null);

        /** Push notice. */
        notice?: (im.Notice.$Properties|null);

        /** Push event. */
        event?: ("messageStored"|"receipt"|"conversationChanged"|"relationChanged"|"profileChanged"|"joinRequested"|"presence"|"typing"|"notice");

        /**
         * Creates a new Push instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Push instance
         */
        static create(properties: im.Push.$Shape): im.Push & im.Push.$Shape;
        static create(properties?: im.Push.$Properties): im.Push;

        /**
         * Encodes the specified Push message. Does not implicitly {@link im.Push.verify|verify} messages.
         * @param message Push message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Push.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Push message, length delimited. Does not implicitly {@link im.Push.verify|verify} messages.
         * @param message Push message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Push.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Push message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Push & im.Push.$Shape} Push
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Push & im.Push.$Shape;

        /**
         * Decodes a Push message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Push & im.Push.$Shape} Push
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Push & im.Push.$Shape;

        /**
         * Verifies a Push message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Push message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Push
         */
        static fromObject(object: { [k: string]: any }): im.Push;

        /**
         * Creates a plain object from a Push message. Also converts values to other types if specified.
         * @param message Push
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Push, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Push to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Push
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Push {

        /** Properties of a Push. */
        interface $Properties {

            /** Push messageStored */
            messageStored?: (im.Message.$Properties|null);

            /** Push receipt */
            receipt?: (im.Receipt.$Properties|null);

            /** Push conversationChanged */
            conversationChanged?: (im.ConversationChanged.$Properties|null);

            /** Push relationChanged */
            relationChanged?: (im.Relation.$Properties|null);

            /** Push profileChanged */
            profileChanged?: (im.OwnProfile.$Properties|null);

            /** Push joinRequested */
            joinRequested?: (im.JoinRequested.$Properties|null);

            /** Push presence */
            presence?: (im.UserPresence.$Properties|null);

            /** Push typing */
            typing?: (im.TypingNow.$Properties|null);

            /** Push notice */
            notice?: (im.Notice.$Properties|null);

            /** Push event */
            event?: ("messageStored"|"receipt"|"conversationChanged"|"relationChanged"|"profileChanged"|"joinRequested"|"presence"|"typing"|"notice");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of a Push. */
        type $Shape = {
          messageStored?: im.Message.$Shape|null;
          receipt?: im.Receipt.$Shape|null;
          conversationChanged?: im.ConversationChanged.$Shape|null;
          relationChanged?: im.Relation.$Shape|null;
          profileChanged?: im.OwnProfile.$Shape|null;
          joinRequested?: im.JoinRequested.$Shape|null;
          presence?: im.UserPresence.$Shape|null;
          typing?: im.TypingNow.$Shape|null;
          notice?: im.Notice.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ event?: undefined; messageStored?: null; receipt?: null; conversationChanged?: null; relationChanged?: null; profileChanged?: null; joinRequested?: null; presence?: null; typing?: null; notice?: null }|{ event?: "messageStored"; messageStored: im.Message.$Shape; receipt?: null; conversationChanged?: null; relationChanged?: null; profileChanged?: null; joinRequested?: null; presence?: null; typing?: null; notice?: null }|{ event?: "receipt"; messageStored?: null; receipt: im.Receipt.$Shape; conversationChanged?: null; relationChanged?: null; profileChanged?: null; joinRequested?: null; presence?: null; typing?: null; notice?: null }|{ event?: "conversationChanged"; messageStored?: null; receipt?: null; conversationChanged: im.ConversationChanged.$Shape; relationChanged?: null; profileChanged?: null; joinRequested?: null; presence?: null; typing?: null; notice?: null }|{ event?: "relationChanged"; messageStored?: null; receipt?: null; conversationChanged?: null; relationChanged: im.Relation.$Shape; profileChanged?: null; joinRequested?: null; presence?: null; typing?: null; notice?: null }|{ event?: "profileChanged"; messageStored?: null; receipt?: null; conversationChanged?: null; relationChanged?: null; profileChanged: im.OwnProfile.$Shape; joinRequested?: null; presence?: null; typing?: null; notice?: null }|{ event?: "joinRequested"; messageStored?: null; receipt?: null; conversationChanged?: null; relationChanged?: null; profileChanged?: null; joinRequested: im.JoinRequested.$Shape; presence?: null; typing?: null; notice?: null }|{ event?: "presence"; messageStored?: null; receipt?: null; conversationChanged?: null; relationChanged?: null; profileChanged?: null; joinRequested?: null; presence: im.UserPresence.$Shape; typing?: null; notice?: null }|{ event?: "typing"; messageStored?: null; receipt?: null; conversationChanged?: null; relationChanged?: null; profileChanged?: null; joinRequested?: null; presence?: null; typing: im.TypingNow.$Shape; notice?: null }|{ event?: "notice"; messageStored?: null; receipt?: null; conversationChanged?: null; relationChanged?: null; profileChanged?: null; joinRequested?: null; presence?: null; typing?: null; notice: im.Notice.$Shape })
        );
    }

    /**
     * Properties of a Notice.
     * @deprecated Use im.Notice.$Properties instead.
     */
    interface INotice extends im.Notice.$Properties {
    }

    /** Represents a Notice. */
    class Notice {

        /** Reflection-backed declarations are not constructable. Use Notice.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Notice text. */
        text: string;

        /** Notice sentAt. */
        sentAt: number;

        /**
         * Creates a new Notice instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Notice instance
         */
        static create(properties: im.Notice.$Shape): im.Notice & im.Notice.$Shape;
        static create(properties?: im.Notice.$Properties): im.Notice;

        /**
         * Encodes the specified Notice message. Does not implicitly {@link im.Notice.verify|verify} messages.
         * @param message Notice message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Notice.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Notice message, length delimited. Does not implicitly {@link im.Notice.verify|verify} messages.
         * @param message Notice message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Notice.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a Notice message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Notice & im.Notice.$Shape} Notice
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Notice & im.Notice.$Shape;

        /**
         * Decodes a Notice message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Notice & im.Notice.$Shape} Notice
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Notice & im.Notice.$Shape;

        /**
         * Verifies a Notice message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a Notice message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Notice
         */
        static fromObject(object: { [k: string]: any }): im.Notice;

        /**
         * Creates a plain object from a Notice message. Also converts values to other types if specified.
         * @param message Notice
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Notice, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Notice to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Notice
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Notice {

        /** Properties of a Notice. */
        interface $Properties {

            /** Notice text */
            text?: (string|null);

            /** Notice sentAt */
            sentAt?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Notice. */
        type $Shape = im.Notice.$Properties;
    }

    /**
     * Properties of an InstanceReport.
     * @deprecated Use im.InstanceReport.$Properties instead.
     */
    interface IInstanceReport extends im.InstanceReport.$Properties {
    }

    /** Represents an InstanceReport. */
    class InstanceReport {

        /** Reflection-backed declarations are not constructable. Use InstanceReport.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InstanceReport role. */
        role: string;

        /** InstanceReport instance. */
        instance: string;

        /** InstanceReport process. */
        process: string;

        /** InstanceReport number. */
        number: number;

        /** InstanceReport version. */
        version: string;

        /** InstanceReport uptimeSeconds. */
        uptimeSeconds: number;

        /** InstanceReport addresses. */
        addresses: string[];

        /** InstanceReport adminUrl. */
        adminUrl: string;

        /** InstanceReport services. */
        services: im.InstanceReport.ServedPartitions.$Properties[];

        /** InstanceReport connections. */
        connections: number;

        /** InstanceReport maxConnections. */
        maxConnections: number;

        /** InstanceReport cpuPermille. */
        cpuPermille: number;

        /** InstanceReport memoryBytes. */
        memoryBytes: number;

        /** InstanceReport eventLoopDelayUs. */
        eventLoopDelayUs: number;

        /** InstanceReport draining. */
        draining: boolean;

        /** InstanceReport missing. */
        missing: string[];

        /** InstanceReport logLevel. */
        logLevel: string;

        /** InstanceReport checkup. */
        checkup?: (im.InstanceReport.Checkup.$Properties|null);

        /**
         * Creates a new InstanceReport instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InstanceReport instance
         */
        static create(properties: im.InstanceReport.$Shape): im.InstanceReport & im.InstanceReport.$Shape;
        static create(properties?: im.InstanceReport.$Properties): im.InstanceReport;

        /**
         * Encodes the specified InstanceReport message. Does not implicitly {@link im.InstanceReport.verify|verify} messages.
         * @param message InstanceReport message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.InstanceReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified InstanceReport message, length delimited. Does not implicitly {@link im.InstanceReport.verify|verify} messages.
         * @param message InstanceReport message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.InstanceReport.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InstanceReport message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.InstanceReport & im.InstanceReport.$Shape} InstanceReport
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InstanceReport & im.InstanceReport.$Shape;

        /**
         * Decodes an InstanceReport message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.InstanceReport & im.InstanceReport.$Shape} InstanceReport
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InstanceReport & im.InstanceReport.$Shape;

        /**
         * Verifies an InstanceReport message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an InstanceReport message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns InstanceReport
         */
        static fromObject(object: { [k: string]: any }): im.InstanceReport;

        /**
         * Creates a plain object from an InstanceReport message. Also converts values to other types if specified.
         * @param message InstanceReport
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.InstanceReport, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this InstanceReport to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for InstanceReport
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace InstanceReport {

        /** Properties of an InstanceReport. */
        interface $Properties {

            /** InstanceReport role */
            role?: (string|null);

            /** InstanceReport instance */
            instance?: (string|null);

            /** InstanceReport process */
            process?: (string|null);

            /** InstanceReport number */
            number?: (number|null);

            /** InstanceReport version */
            version?: (string|null);

            /** InstanceReport uptimeSeconds */
            uptimeSeconds?: (number|null);

            /** InstanceReport addresses */
            addresses?: (string[]|null);

            /** InstanceReport adminUrl */
            adminUrl?: (string|null);

            /** InstanceReport services */
            services?: (im.InstanceReport.ServedPartitions.$Properties[]|null);

            /** InstanceReport connections */
            connections?: (number|null);

            /** InstanceReport maxConnections */
            maxConnections?: (number|null);

            /** InstanceReport cpuPermille */
            cpuPermille?: (number|null);

            /** InstanceReport memoryBytes */
            memoryBytes?: (number|null);

            /** InstanceReport eventLoopDelayUs */
            eventLoopDelayUs?: (number|null);

            /** InstanceReport draining */
            draining?: (boolean|null);

            /** InstanceReport missing */
            missing?: (string[]|null);

            /** InstanceReport logLevel */
            logLevel?: (string|null);

            /** InstanceReport checkup */
            checkup?: (im.InstanceReport.Checkup.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an InstanceReport. */
        type $Shape = im.InstanceReport.$Properties;

        /**
         * Properties of a Checkup.
         * @deprecated Use im.InstanceReport.Checkup.$Properties instead.
         */
        interface ICheckup extends im.InstanceReport.Checkup.$Properties {
        }

        /** Represents a Checkup. */
        class Checkup {

            /** Reflection-backed declarations are not constructable. Use Checkup.create(...) instead. */
            private constructor();

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Checkup descriptorLimit. */
            descriptorLimit: number;

            /** Checkup wallClock. */
            wallClock: number;

            /** Checkup fingerprints. */
            fingerprints: im.InstanceReport.Checkup.Fact.$Properties[];

            /** Checkup diskFreeBytes. */
            diskFreeBytes: number;

            /** Checkup diskBytes. */
            diskBytes: number;

            /** Checkup versions. */
            versions: im.InstanceReport.Checkup.Fact.$Properties[];

            /**
             * Creates a new Checkup instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Checkup instance
             */
            static create(properties: im.InstanceReport.Checkup.$Shape): im.InstanceReport.Checkup & im.InstanceReport.Checkup.$Shape;
            static create(properties?: im.InstanceReport.Checkup.$Properties): im.InstanceReport.Checkup;

            /**
             * Encodes the specified Checkup message. Does not implicitly {@link im.InstanceReport.Checkup.verify|verify} messages.
             * @param message Checkup message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: im.InstanceReport.Checkup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Checkup message, length delimited. Does not implicitly {@link im.InstanceReport.Checkup.verify|verify} messages.
             * @param message Checkup message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: im.InstanceReport.Checkup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Checkup message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {im.InstanceReport.Checkup & im.InstanceReport.Checkup.$Shape} Checkup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InstanceReport.Checkup & im.InstanceReport.Checkup.$Shape;

            /**
             * Decodes a Checkup message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {im.InstanceReport.Checkup & im.InstanceReport.Checkup.$Shape} Checkup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InstanceReport.Checkup & im.InstanceReport.Checkup.$Shape;

            /**
             * Verifies a Checkup message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Checkup message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Checkup
             */
            static fromObject(object: { [k: string]: any }): im.InstanceReport.Checkup;

            /**
             * Creates a plain object from a Checkup message. Also converts values to other types if specified.
             * @param message Checkup
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: im.InstanceReport.Checkup, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Checkup to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Checkup
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Checkup {

            /** Properties of a Checkup. */
            interface $Properties {

                /** Checkup descriptorLimit */
                descriptorLimit?: (number|null);

                /** Checkup wallClock */
                wallClock?: (number|null);

                /** Checkup fingerprints */
                fingerprints?: (im.InstanceReport.Checkup.Fact.$Properties[]|null);

                /** Checkup diskFreeBytes */
                diskFreeBytes?: (number|null);

                /** Checkup diskBytes */
                diskBytes?: (number|null);

                /** Checkup versions */
                versions?: (im.InstanceReport.Checkup.Fact.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Checkup. */
            type $Shape = im.InstanceReport.Checkup.$Properties;

            /**
             * Properties of a Fact.
             * @deprecated Use im.InstanceReport.Checkup.Fact.$Properties instead.
             */
            interface IFact extends im.InstanceReport.Checkup.Fact.$Properties {
            }

            /** Represents a Fact. */
            class Fact {

                /** Reflection-backed declarations are not constructable. Use Fact.create(...) instead. */
                private constructor();

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];

                /** Fact name. */
                name: string;

                /** Fact value. */
                value: string;

                /**
                 * Creates a new Fact instance using the specified properties.
                 * @param [properties] Properties to set
                 * @returns Fact instance
                 */
                static create(properties: im.InstanceReport.Checkup.Fact.$Shape): im.InstanceReport.Checkup.Fact & im.InstanceReport.Checkup.Fact.$Shape;
                static create(properties?: im.InstanceReport.Checkup.Fact.$Properties): im.InstanceReport.Checkup.Fact;

                /**
                 * Encodes the specified Fact message. Does not implicitly {@link im.InstanceReport.Checkup.Fact.verify|verify} messages.
                 * @param message Fact message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encode(message: im.InstanceReport.Checkup.Fact.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Encodes the specified Fact message, length delimited. Does not implicitly {@link im.InstanceReport.Checkup.Fact.verify|verify} messages.
                 * @param message Fact message or plain object to encode
                 * @param [writer] Writer to encode to
                 * @returns Writer
                 */
                static encodeDelimited(message: im.InstanceReport.Checkup.Fact.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

                /**
                 * Decodes a Fact message from the specified reader or buffer.
                 * @param reader Reader or buffer to decode from
                 * @param [length] Message length if known beforehand
                 * @returns {im.InstanceReport.Checkup.Fact & im.InstanceReport.Checkup.Fact.$Shape} Fact
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InstanceReport.Checkup.Fact & im.InstanceReport.Checkup.Fact.$Shape;

                /**
                 * Decodes a Fact message from the specified reader or buffer, length delimited.
                 * @param reader Reader or buffer to decode from
                 * @returns {im.InstanceReport.Checkup.Fact & im.InstanceReport.Checkup.Fact.$Shape} Fact
                 * @throws {Error} If the payload is not a reader or valid buffer
                 * @throws {$protobuf.util.ProtocolError} If required fields are missing
                 */
                static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InstanceReport.Checkup.Fact & im.InstanceReport.Checkup.Fact.$Shape;

                /**
                 * Verifies a Fact message.
                 * @param message Plain object to verify
                 * @returns `null` if valid, otherwise the reason why it is not
                 */
                static verify(message: { [k: string]: any }): (string|null);

                /**
                 * Creates a Fact message from a plain object. Also converts values to their respective internal types.
                 * @param object Plain object
                 * @returns Fact
                 */
                static fromObject(object: { [k: string]: any }): im.InstanceReport.Checkup.Fact;

                /**
                 * Creates a plain object from a Fact message. Also converts values to other types if specified.
                 * @param message Fact
                 * @param [options] Conversion options
                 * @returns Plain object
                 */
                static toObject(message: im.InstanceReport.Checkup.Fact, options?: $protobuf.IConversionOptions): { [k: string]: any };

                /**
                 * Converts this Fact to JSON.
                 * @returns JSON object
                 */
                toJSON(): { [k: string]: any };

                /**
                 * Gets the type url for Fact
                 * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
                 * @returns The type url
                 */
                static getTypeUrl(prefix?: string): string;
            }

            namespace Fact {

                /** Properties of a Fact. */
                interface $Properties {

                    /** Fact name */
                    name?: (string|null);

                    /** Fact value */
                    value?: (string|null);

                    /** Unknown fields preserved while decoding when enabled */
                    $unknowns?: Uint8Array[];
                }

                /** Shape of a Fact. */
                type $Shape = im.InstanceReport.Checkup.Fact.$Properties;
            }
        }

        /**
         * Properties of a ServedPartitions.
         * @deprecated Use im.InstanceReport.ServedPartitions.$Properties instead.
         */
        interface IServedPartitions extends im.InstanceReport.ServedPartitions.$Properties {
        }

        /** Represents a ServedPartitions. */
        class ServedPartitions {

            /** Reflection-backed declarations are not constructable. Use ServedPartitions.create(...) instead. */
            private constructor();

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ServedPartitions service. */
            service: string;

            /** ServedPartitions owned. */
            owned: number;

            /** ServedPartitions paused. */
            paused: number;

            /**
             * Creates a new ServedPartitions instance using the specified properties.
             * @param [properties] Properties to set
             * @returns ServedPartitions instance
             */
            static create(properties: im.InstanceReport.ServedPartitions.$Shape): im.InstanceReport.ServedPartitions & im.InstanceReport.ServedPartitions.$Shape;
            static create(properties?: im.InstanceReport.ServedPartitions.$Properties): im.InstanceReport.ServedPartitions;

            /**
             * Encodes the specified ServedPartitions message. Does not implicitly {@link im.InstanceReport.ServedPartitions.verify|verify} messages.
             * @param message ServedPartitions message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: im.InstanceReport.ServedPartitions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified ServedPartitions message, length delimited. Does not implicitly {@link im.InstanceReport.ServedPartitions.verify|verify} messages.
             * @param message ServedPartitions message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: im.InstanceReport.ServedPartitions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ServedPartitions message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {im.InstanceReport.ServedPartitions & im.InstanceReport.ServedPartitions.$Shape} ServedPartitions
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InstanceReport.ServedPartitions & im.InstanceReport.ServedPartitions.$Shape;

            /**
             * Decodes a ServedPartitions message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {im.InstanceReport.ServedPartitions & im.InstanceReport.ServedPartitions.$Shape} ServedPartitions
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InstanceReport.ServedPartitions & im.InstanceReport.ServedPartitions.$Shape;

            /**
             * Verifies a ServedPartitions message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a ServedPartitions message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns ServedPartitions
             */
            static fromObject(object: { [k: string]: any }): im.InstanceReport.ServedPartitions;

            /**
             * Creates a plain object from a ServedPartitions message. Also converts values to other types if specified.
             * @param message ServedPartitions
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: im.InstanceReport.ServedPartitions, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this ServedPartitions to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for ServedPartitions
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace ServedPartitions {

            /** Properties of a ServedPartitions. */
            interface $Properties {

                /** ServedPartitions service */
                service?: (string|null);

                /** ServedPartitions owned */
                owned?: (number|null);

                /** ServedPartitions paused */
                paused?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a ServedPartitions. */
            type $Shape = im.InstanceReport.ServedPartitions.$Properties;
        }
    }

    /**
     * Properties of an InstanceCommand.
     * @deprecated Use im.InstanceCommand.$Properties instead.
     */
    interface IInstanceCommand extends im.InstanceCommand.$Properties {
    }

    /** Represents an InstanceCommand. */
    class InstanceCommand {

        /** Reflection-backed declarations are not constructable. Use InstanceCommand.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** InstanceCommand id. */
        id: string;

        /** InstanceCommand processes. */
        processes: string[];

        /** InstanceCommand drain. */
        drain?: (boolean|null);

        /** InstanceCommand logLevel. */
        logLevel?: (string|null);

        /** InstanceCommand push. */
        push?: (Uint8Array|null);

        /** InstanceCommand action. */
        action?: ("drain"|"logLevel"|"push");

        /**
         * Creates a new InstanceCommand instance using the specified properties.
         * @param [properties] Properties to set
         * @returns InstanceCommand instance
         */
        static create(properties: im.InstanceCommand.$Shape): im.InstanceCommand & im.InstanceCommand.$Shape;
        static create(properties?: im.InstanceCommand.$Properties): im.InstanceCommand;

        /**
         * Encodes the specified InstanceCommand message. Does not implicitly {@link im.InstanceCommand.verify|verify} messages.
         * @param message InstanceCommand message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.InstanceCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified InstanceCommand message, length delimited. Does not implicitly {@link im.InstanceCommand.verify|verify} messages.
         * @param message InstanceCommand message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.InstanceCommand.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an InstanceCommand message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.InstanceCommand & im.InstanceCommand.$Shape} InstanceCommand
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.InstanceCommand & im.InstanceCommand.$Shape;

        /**
         * Decodes an InstanceCommand message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.InstanceCommand & im.InstanceCommand.$Shape} InstanceCommand
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.InstanceCommand & im.InstanceCommand.$Shape;

        /**
         * Verifies an InstanceCommand message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an InstanceCommand message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns InstanceCommand
         */
        static fromObject(object: { [k: string]: any }): im.InstanceCommand;

        /**
         * Creates a plain object from an InstanceCommand message. Also converts values to other types if specified.
         * @param message InstanceCommand
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.InstanceCommand, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this InstanceCommand to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for InstanceCommand
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace InstanceCommand {

        /** Properties of an InstanceCommand. */
        interface $Properties {

            /** InstanceCommand id */
            id?: (string|null);

            /** InstanceCommand processes */
            processes?: (string[]|null);

            /** InstanceCommand drain */
            drain?: (boolean|null);

            /** InstanceCommand logLevel */
            logLevel?: (string|null);

            /** InstanceCommand push */
            push?: (Uint8Array|null);

            /** InstanceCommand action */
            action?: ("drain"|"logLevel"|"push");

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of an InstanceCommand. */
        type $Shape = {
          id?: string|null;
          processes?: string[]|null;
          drain?: boolean|null;
          logLevel?: string|null;
          push?: Uint8Array|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ action?: undefined; drain?: null; logLevel?: null; push?: null }|{ action?: "drain"; drain: boolean; logLevel?: null; push?: null }|{ action?: "logLevel"; drain?: null; logLevel: string; push?: null }|{ action?: "push"; drain?: null; logLevel?: null; push: Uint8Array })
        );
    }

    /** Represents a Verify */
    class Verify extends $protobuf.rpc.Service {

        /** Reflection-backed declarations are not constructable. Use Verify.create(...) instead. */
        private constructor();

        /**
         * Creates new Verify service using the specified rpc implementation.
         * @param rpcImpl RPC implementation
         * @param [requestDelimited=false] Whether requests are length-delimited
         * @param [responseDelimited=false] Whether responses are length-delimited
         * @returns RPC service. Useful where requests and/or responses are streamed.
         */
        static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): Verify;

        /** Calls RequestCode. */
        requestCode: im.Verify.RequestCode;

        /** Calls NotifyOwner. */
        notifyOwner: im.Verify.NotifyOwner;
    }

    namespace Verify {

        /**
         * Callback as used by {@link im.Verify#requestCode}.
         * @param error Error, if any
         * @param [response] RequestCodeReply
         */
        type RequestCodeCallback = (error: (Error|null), response?: im.RequestCodeReply) => void;

        /** Calls RequestCode. */
        type RequestCode = {
          (request: im.IRequestCodeRequest, callback: im.Verify.RequestCodeCallback): void;
          (request: im.IRequestCodeRequest): Promise<im.RequestCodeReply>;
          readonly name: "RequestCode";
          readonly path: "/im.Verify/RequestCode";
          readonly requestType: "RequestCodeRequest";
          readonly responseType: "RequestCodeReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };

        /**
         * Callback as used by {@link im.Verify#notifyOwner}.
         * @param error Error, if any
         * @param [response] NotifyOwnerReply
         */
        type NotifyOwnerCallback = (error: (Error|null), response?: im.NotifyOwnerReply) => void;

        /** Calls NotifyOwner. */
        type NotifyOwner = {
          (request: im.INotifyOwnerRequest, callback: im.Verify.NotifyOwnerCallback): void;
          (request: im.INotifyOwnerRequest): Promise<im.NotifyOwnerReply>;
          readonly name: "NotifyOwner";
          readonly path: "/im.Verify/NotifyOwner";
          readonly requestType: "NotifyOwnerRequest";
          readonly responseType: "NotifyOwnerReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };
    }

    /** Represents a Codes */
    class Codes extends $protobuf.rpc.Service {

        /** Reflection-backed declarations are not constructable. Use Codes.create(...) instead. */
        private constructor();

        /**
         * Creates new Codes service using the specified rpc implementation.
         * @param rpcImpl RPC implementation
         * @param [requestDelimited=false] Whether requests are length-delimited
         * @param [responseDelimited=false] Whether responses are length-delimited
         * @returns RPC service. Useful where requests and/or responses are streamed.
         */
        static create(rpcImpl: $protobuf.RPCImpl, requestDelimited?: boolean, responseDelimited?: boolean): Codes;

        /** Calls CheckCode. */
        checkCode: im.Codes.CheckCode;
    }

    namespace Codes {

        /**
         * Callback as used by {@link im.Codes#checkCode}.
         * @param error Error, if any
         * @param [response] CheckCodeReply
         */
        type CheckCodeCallback = (error: (Error|null), response?: im.CheckCodeReply) => void;

        /** Calls CheckCode. */
        type CheckCode = {
          (request: im.ICheckCodeRequest, callback: im.Codes.CheckCodeCallback): void;
          (request: im.ICheckCodeRequest): Promise<im.CheckCodeReply>;
          readonly name: "CheckCode";
          readonly path: "/im.Codes/CheckCode";
          readonly requestType: "CheckCodeRequest";
          readonly responseType: "CheckCodeReply";
          readonly requestStream: undefined;
          readonly responseStream: undefined;
        };
    }

    /** CodePurpose enum. */
    enum CodePurpose {

        /** CODE_PURPOSE_UNSPECIFIED value */
        CODE_PURPOSE_UNSPECIFIED = 0,

        /** REGISTER value */
        REGISTER = 1,

        /** RESET_PASSWORD value */
        RESET_PASSWORD = 2,

        /** CHANGE_EMAIL value */
        CHANGE_EMAIL = 3
    }

    /**
     * Properties of a RequestCodeRequest.
     * @deprecated Use im.RequestCodeRequest.$Properties instead.
     */
    interface IRequestCodeRequest extends im.RequestCodeRequest.$Properties {
    }

    /** Represents a RequestCodeRequest. */
    class RequestCodeRequest {

        /** Reflection-backed declarations are not constructable. Use RequestCodeRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RequestCodeRequest email. */
        email: string;

        /** RequestCodeRequest purpose. */
        purpose: im.CodePurpose;

        /** RequestCodeRequest requester. */
        requester: Uint8Array;

        /**
         * Creates a new RequestCodeRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RequestCodeRequest instance
         */
        static create(properties: im.RequestCodeRequest.$Shape): im.RequestCodeRequest & im.RequestCodeRequest.$Shape;
        static create(properties?: im.RequestCodeRequest.$Properties): im.RequestCodeRequest;

        /**
         * Encodes the specified RequestCodeRequest message. Does not implicitly {@link im.RequestCodeRequest.verify|verify} messages.
         * @param message RequestCodeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RequestCodeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RequestCodeRequest message, length delimited. Does not implicitly {@link im.RequestCodeRequest.verify|verify} messages.
         * @param message RequestCodeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RequestCodeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RequestCodeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RequestCodeRequest & im.RequestCodeRequest.$Shape} RequestCodeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RequestCodeRequest & im.RequestCodeRequest.$Shape;

        /**
         * Decodes a RequestCodeRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RequestCodeRequest & im.RequestCodeRequest.$Shape} RequestCodeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RequestCodeRequest & im.RequestCodeRequest.$Shape;

        /**
         * Verifies a RequestCodeRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RequestCodeRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RequestCodeRequest
         */
        static fromObject(object: { [k: string]: any }): im.RequestCodeRequest;

        /**
         * Creates a plain object from a RequestCodeRequest message. Also converts values to other types if specified.
         * @param message RequestCodeRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RequestCodeRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RequestCodeRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RequestCodeRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RequestCodeRequest {

        /** Properties of a RequestCodeRequest. */
        interface $Properties {

            /** RequestCodeRequest email */
            email?: (string|null);

            /** RequestCodeRequest purpose */
            purpose?: (im.CodePurpose|null);

            /** RequestCodeRequest requester */
            requester?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RequestCodeRequest. */
        type $Shape = im.RequestCodeRequest.$Properties;
    }

    /**
     * Properties of a RequestCodeReply.
     * @deprecated Use im.RequestCodeReply.$Properties instead.
     */
    interface IRequestCodeReply extends im.RequestCodeReply.$Properties {
    }

    /** Represents a RequestCodeReply. */
    class RequestCodeReply {

        /** Reflection-backed declarations are not constructable. Use RequestCodeReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** RequestCodeReply codeLivesSeconds. */
        codeLivesSeconds: number;

        /** RequestCodeReply nextRequestAfterSeconds. */
        nextRequestAfterSeconds: number;

        /**
         * Creates a new RequestCodeReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns RequestCodeReply instance
         */
        static create(properties: im.RequestCodeReply.$Shape): im.RequestCodeReply & im.RequestCodeReply.$Shape;
        static create(properties?: im.RequestCodeReply.$Properties): im.RequestCodeReply;

        /**
         * Encodes the specified RequestCodeReply message. Does not implicitly {@link im.RequestCodeReply.verify|verify} messages.
         * @param message RequestCodeReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.RequestCodeReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified RequestCodeReply message, length delimited. Does not implicitly {@link im.RequestCodeReply.verify|verify} messages.
         * @param message RequestCodeReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.RequestCodeReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a RequestCodeReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.RequestCodeReply & im.RequestCodeReply.$Shape} RequestCodeReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.RequestCodeReply & im.RequestCodeReply.$Shape;

        /**
         * Decodes a RequestCodeReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.RequestCodeReply & im.RequestCodeReply.$Shape} RequestCodeReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.RequestCodeReply & im.RequestCodeReply.$Shape;

        /**
         * Verifies a RequestCodeReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a RequestCodeReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns RequestCodeReply
         */
        static fromObject(object: { [k: string]: any }): im.RequestCodeReply;

        /**
         * Creates a plain object from a RequestCodeReply message. Also converts values to other types if specified.
         * @param message RequestCodeReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.RequestCodeReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this RequestCodeReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for RequestCodeReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace RequestCodeReply {

        /** Properties of a RequestCodeReply. */
        interface $Properties {

            /** RequestCodeReply codeLivesSeconds */
            codeLivesSeconds?: (number|null);

            /** RequestCodeReply nextRequestAfterSeconds */
            nextRequestAfterSeconds?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a RequestCodeReply. */
        type $Shape = im.RequestCodeReply.$Properties;
    }

    /**
     * Properties of a NotifyOwnerRequest.
     * @deprecated Use im.NotifyOwnerRequest.$Properties instead.
     */
    interface INotifyOwnerRequest extends im.NotifyOwnerRequest.$Properties {
    }

    /** Represents a NotifyOwnerRequest. */
    class NotifyOwnerRequest {

        /** Reflection-backed declarations are not constructable. Use NotifyOwnerRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** NotifyOwnerRequest email. */
        email: string;

        /** NotifyOwnerRequest purpose. */
        purpose: im.CodePurpose;

        /** NotifyOwnerRequest language. */
        language: string;

        /** NotifyOwnerRequest replaced. */
        replaced: boolean;

        /**
         * Creates a new NotifyOwnerRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns NotifyOwnerRequest instance
         */
        static create(properties: im.NotifyOwnerRequest.$Shape): im.NotifyOwnerRequest & im.NotifyOwnerRequest.$Shape;
        static create(properties?: im.NotifyOwnerRequest.$Properties): im.NotifyOwnerRequest;

        /**
         * Encodes the specified NotifyOwnerRequest message. Does not implicitly {@link im.NotifyOwnerRequest.verify|verify} messages.
         * @param message NotifyOwnerRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.NotifyOwnerRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified NotifyOwnerRequest message, length delimited. Does not implicitly {@link im.NotifyOwnerRequest.verify|verify} messages.
         * @param message NotifyOwnerRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.NotifyOwnerRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a NotifyOwnerRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.NotifyOwnerRequest & im.NotifyOwnerRequest.$Shape} NotifyOwnerRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.NotifyOwnerRequest & im.NotifyOwnerRequest.$Shape;

        /**
         * Decodes a NotifyOwnerRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.NotifyOwnerRequest & im.NotifyOwnerRequest.$Shape} NotifyOwnerRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.NotifyOwnerRequest & im.NotifyOwnerRequest.$Shape;

        /**
         * Verifies a NotifyOwnerRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a NotifyOwnerRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns NotifyOwnerRequest
         */
        static fromObject(object: { [k: string]: any }): im.NotifyOwnerRequest;

        /**
         * Creates a plain object from a NotifyOwnerRequest message. Also converts values to other types if specified.
         * @param message NotifyOwnerRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.NotifyOwnerRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this NotifyOwnerRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for NotifyOwnerRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace NotifyOwnerRequest {

        /** Properties of a NotifyOwnerRequest. */
        interface $Properties {

            /** NotifyOwnerRequest email */
            email?: (string|null);

            /** NotifyOwnerRequest purpose */
            purpose?: (im.CodePurpose|null);

            /** NotifyOwnerRequest language */
            language?: (string|null);

            /** NotifyOwnerRequest replaced */
            replaced?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a NotifyOwnerRequest. */
        type $Shape = im.NotifyOwnerRequest.$Properties;
    }

    /**
     * Properties of a NotifyOwnerReply.
     * @deprecated Use im.NotifyOwnerReply.$Properties instead.
     */
    interface INotifyOwnerReply extends im.NotifyOwnerReply.$Properties {
    }

    /** Represents a NotifyOwnerReply. */
    class NotifyOwnerReply {

        /** Reflection-backed declarations are not constructable. Use NotifyOwnerReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new NotifyOwnerReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns NotifyOwnerReply instance
         */
        static create(properties: im.NotifyOwnerReply.$Shape): im.NotifyOwnerReply & im.NotifyOwnerReply.$Shape;
        static create(properties?: im.NotifyOwnerReply.$Properties): im.NotifyOwnerReply;

        /**
         * Encodes the specified NotifyOwnerReply message. Does not implicitly {@link im.NotifyOwnerReply.verify|verify} messages.
         * @param message NotifyOwnerReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.NotifyOwnerReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified NotifyOwnerReply message, length delimited. Does not implicitly {@link im.NotifyOwnerReply.verify|verify} messages.
         * @param message NotifyOwnerReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.NotifyOwnerReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a NotifyOwnerReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.NotifyOwnerReply & im.NotifyOwnerReply.$Shape} NotifyOwnerReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.NotifyOwnerReply & im.NotifyOwnerReply.$Shape;

        /**
         * Decodes a NotifyOwnerReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.NotifyOwnerReply & im.NotifyOwnerReply.$Shape} NotifyOwnerReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.NotifyOwnerReply & im.NotifyOwnerReply.$Shape;

        /**
         * Verifies a NotifyOwnerReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a NotifyOwnerReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns NotifyOwnerReply
         */
        static fromObject(object: { [k: string]: any }): im.NotifyOwnerReply;

        /**
         * Creates a plain object from a NotifyOwnerReply message. Also converts values to other types if specified.
         * @param message NotifyOwnerReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.NotifyOwnerReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this NotifyOwnerReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for NotifyOwnerReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace NotifyOwnerReply {

        /** Properties of a NotifyOwnerReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a NotifyOwnerReply. */
        type $Shape = im.NotifyOwnerReply.$Properties;
    }

    /**
     * Properties of a CheckCodeRequest.
     * @deprecated Use im.CheckCodeRequest.$Properties instead.
     */
    interface ICheckCodeRequest extends im.CheckCodeRequest.$Properties {
    }

    /** Represents a CheckCodeRequest. */
    class CheckCodeRequest {

        /** Reflection-backed declarations are not constructable. Use CheckCodeRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** CheckCodeRequest email. */
        email: string;

        /** CheckCodeRequest purpose. */
        purpose: im.CodePurpose;

        /** CheckCodeRequest code. */
        code: string;

        /** CheckCodeRequest useId. */
        useId: Uint8Array;

        /** CheckCodeRequest clientIp. */
        clientIp: string;

        /** CheckCodeRequest requester. */
        requester: Uint8Array;

        /**
         * Creates a new CheckCodeRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CheckCodeRequest instance
         */
        static create(properties: im.CheckCodeRequest.$Shape): im.CheckCodeRequest & im.CheckCodeRequest.$Shape;
        static create(properties?: im.CheckCodeRequest.$Properties): im.CheckCodeRequest;

        /**
         * Encodes the specified CheckCodeRequest message. Does not implicitly {@link im.CheckCodeRequest.verify|verify} messages.
         * @param message CheckCodeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.CheckCodeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified CheckCodeRequest message, length delimited. Does not implicitly {@link im.CheckCodeRequest.verify|verify} messages.
         * @param message CheckCodeRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.CheckCodeRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CheckCodeRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.CheckCodeRequest & im.CheckCodeRequest.$Shape} CheckCodeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.CheckCodeRequest & im.CheckCodeRequest.$Shape;

        /**
         * Decodes a CheckCodeRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.CheckCodeRequest & im.CheckCodeRequest.$Shape} CheckCodeRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.CheckCodeRequest & im.CheckCodeRequest.$Shape;

        /**
         * Verifies a CheckCodeRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a CheckCodeRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns CheckCodeRequest
         */
        static fromObject(object: { [k: string]: any }): im.CheckCodeRequest;

        /**
         * Creates a plain object from a CheckCodeRequest message. Also converts values to other types if specified.
         * @param message CheckCodeRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.CheckCodeRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this CheckCodeRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for CheckCodeRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace CheckCodeRequest {

        /** Properties of a CheckCodeRequest. */
        interface $Properties {

            /** CheckCodeRequest email */
            email?: (string|null);

            /** CheckCodeRequest purpose */
            purpose?: (im.CodePurpose|null);

            /** CheckCodeRequest code */
            code?: (string|null);

            /** CheckCodeRequest useId */
            useId?: (Uint8Array|null);

            /** CheckCodeRequest clientIp */
            clientIp?: (string|null);

            /** CheckCodeRequest requester */
            requester?: (Uint8Array|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CheckCodeRequest. */
        type $Shape = im.CheckCodeRequest.$Properties;
    }

    /**
     * Properties of a CheckCodeReply.
     * @deprecated Use im.CheckCodeReply.$Properties instead.
     */
    interface ICheckCodeReply extends im.CheckCodeReply.$Properties {
    }

    /** Represents a CheckCodeReply. */
    class CheckCodeReply {

        /** Reflection-backed declarations are not constructable. Use CheckCodeReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new CheckCodeReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns CheckCodeReply instance
         */
        static create(properties: im.CheckCodeReply.$Shape): im.CheckCodeReply & im.CheckCodeReply.$Shape;
        static create(properties?: im.CheckCodeReply.$Properties): im.CheckCodeReply;

        /**
         * Encodes the specified CheckCodeReply message. Does not implicitly {@link im.CheckCodeReply.verify|verify} messages.
         * @param message CheckCodeReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.CheckCodeReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified CheckCodeReply message, length delimited. Does not implicitly {@link im.CheckCodeReply.verify|verify} messages.
         * @param message CheckCodeReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.CheckCodeReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a CheckCodeReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.CheckCodeReply & im.CheckCodeReply.$Shape} CheckCodeReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.CheckCodeReply & im.CheckCodeReply.$Shape;

        /**
         * Decodes a CheckCodeReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.CheckCodeReply & im.CheckCodeReply.$Shape} CheckCodeReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.CheckCodeReply & im.CheckCodeReply.$Shape;

        /**
         * Verifies a CheckCodeReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a CheckCodeReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns CheckCodeReply
         */
        static fromObject(object: { [k: string]: any }): im.CheckCodeReply;

        /**
         * Creates a plain object from a CheckCodeReply message. Also converts values to other types if specified.
         * @param message CheckCodeReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.CheckCodeReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this CheckCodeReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for CheckCodeReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace CheckCodeReply {

        /** Properties of a CheckCodeReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a CheckCodeReply. */
        type $Shape = im.CheckCodeReply.$Properties;
    }
}

/** Namespace google. */
export namespace google {

    /** Namespace protobuf. */
    namespace protobuf {

        /**
         * Properties of a FieldOptions.
         * @deprecated Use google.protobuf.FieldOptions.$Properties instead.
         */
        interface IFieldOptions extends google.protobuf.FieldOptions.$Properties {
        }

        /** Represents a FieldOptions. */
        class FieldOptions {

            /** Reflection-backed declarations are not constructable. Use FieldOptions.create(...) instead. */
            private constructor();

            /** FieldOptions .im.textRule */
            ".im.textRule": im.TextRule;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new FieldOptions instance using the specified properties.
             * @param [properties] Properties to set
             * @returns FieldOptions instance
             */
            static create(properties: google.protobuf.FieldOptions.$Shape): google.protobuf.FieldOptions & google.protobuf.FieldOptions.$Shape;
            static create(properties?: google.protobuf.FieldOptions.$Properties): google.protobuf.FieldOptions;

            /**
             * Encodes the specified FieldOptions message. Does not implicitly {@link google.protobuf.FieldOptions.verify|verify} messages.
             * @param message FieldOptions message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: google.protobuf.FieldOptions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified FieldOptions message, length delimited. Does not implicitly {@link google.protobuf.FieldOptions.verify|verify} messages.
             * @param message FieldOptions message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: google.protobuf.FieldOptions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a FieldOptions message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {google.protobuf.FieldOptions & google.protobuf.FieldOptions.$Shape} FieldOptions
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): google.protobuf.FieldOptions & google.protobuf.FieldOptions.$Shape;

            /**
             * Decodes a FieldOptions message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {google.protobuf.FieldOptions & google.protobuf.FieldOptions.$Shape} FieldOptions
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): google.protobuf.FieldOptions & google.protobuf.FieldOptions.$Shape;

            /**
             * Verifies a FieldOptions message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a FieldOptions message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns FieldOptions
             */
            static fromObject(object: { [k: string]: any }): google.protobuf.FieldOptions;

            /**
             * Creates a plain object from a FieldOptions message. Also converts values to other types if specified.
             * @param message FieldOptions
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: google.protobuf.FieldOptions, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this FieldOptions to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for FieldOptions
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace FieldOptions {

            /** Properties of a FieldOptions. */
            interface $Properties {

                /** FieldOptions .im.textRule */
                ".im.textRule"?: (im.TextRule|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a FieldOptions. */
            type $Shape = google.protobuf.FieldOptions.$Properties;
        }

        /**
         * Properties of a MethodOptions.
         * @deprecated Use google.protobuf.MethodOptions.$Properties instead.
         */
        interface IMethodOptions extends google.protobuf.MethodOptions.$Properties {
        }

        /** Represents a MethodOptions. */
        class MethodOptions {

            /** Reflection-backed declarations are not constructable. Use MethodOptions.create(...) instead. */
            private constructor();

            /** MethodOptions .im.number */
            ".im.number": number;

            /** MethodOptions .im.access */
            ".im.access": im.Access;

            /** MethodOptions .im.sealed */
            ".im.sealed": boolean;

            /** MethodOptions .im.binds */
            ".im.binds": boolean;

            /** MethodOptions .im.reads */
            ".im.reads": boolean;

            /** MethodOptions .im.expires */
            ".im.expires": boolean;

            /** MethodOptions .im.paged */
            ".im.paged": boolean;

            /** MethodOptions .im.large */
            ".im.large": boolean;

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /**
             * Creates a new MethodOptions instance using the specified properties.
             * @param [properties] Properties to set
             * @returns MethodOptions instance
             */
            static create(properties: google.protobuf.MethodOptions.$Shape): google.protobuf.MethodOptions & google.protobuf.MethodOptions.$Shape;
            static create(properties?: google.protobuf.MethodOptions.$Properties): google.protobuf.MethodOptions;

            /**
             * Encodes the specified MethodOptions message. Does not implicitly {@link google.protobuf.MethodOptions.verify|verify} messages.
             * @param message MethodOptions message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: google.protobuf.MethodOptions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified MethodOptions message, length delimited. Does not implicitly {@link google.protobuf.MethodOptions.verify|verify} messages.
             * @param message MethodOptions message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: google.protobuf.MethodOptions.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a MethodOptions message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {google.protobuf.MethodOptions & google.protobuf.MethodOptions.$Shape} MethodOptions
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): google.protobuf.MethodOptions & google.protobuf.MethodOptions.$Shape;

            /**
             * Decodes a MethodOptions message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {google.protobuf.MethodOptions & google.protobuf.MethodOptions.$Shape} MethodOptions
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): google.protobuf.MethodOptions & google.protobuf.MethodOptions.$Shape;

            /**
             * Verifies a MethodOptions message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a MethodOptions message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns MethodOptions
             */
            static fromObject(object: { [k: string]: any }): google.protobuf.MethodOptions;

            /**
             * Creates a plain object from a MethodOptions message. Also converts values to other types if specified.
             * @param message MethodOptions
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: google.protobuf.MethodOptions, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this MethodOptions to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for MethodOptions
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace MethodOptions {

            /** Properties of a MethodOptions. */
            interface $Properties {

                /** MethodOptions .im.number */
                ".im.number"?: (number|null);

                /** MethodOptions .im.access */
                ".im.access"?: (im.Access|null);

                /** MethodOptions .im.sealed */
                ".im.sealed"?: (boolean|null);

                /** MethodOptions .im.binds */
                ".im.binds"?: (boolean|null);

                /** MethodOptions .im.reads */
                ".im.reads"?: (boolean|null);

                /** MethodOptions .im.expires */
                ".im.expires"?: (boolean|null);

                /** MethodOptions .im.paged */
                ".im.paged"?: (boolean|null);

                /** MethodOptions .im.large */
                ".im.large"?: (boolean|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a MethodOptions. */
            type $Shape = google.protobuf.MethodOptions.$Properties;
        }
    }
}

/** Reflected root namespace. */
declare const _default: $protobuf.Root;
export default _default;
