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

        /** Calls ChangeAddress. */
        changeAddress: im.Auth.ChangeAddress;

        /** Calls DeleteAccount. */
        deleteAccount: im.Auth.DeleteAccount;

        /** Calls ExportAccount. */
        exportAccount: im.Auth.ExportAccount;

        /** Calls DisableAccount. */
        disableAccount: im.Auth.DisableAccount;
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
         * Callback as used by {@link im.Auth#changeAddress}.
         * @param error Error, if any
         * @param [response] ChangeAddressReply
         */
        type ChangeAddressCallback = (error: (Error|null), response?: im.ChangeAddressReply) => void;

        /** Calls ChangeAddress. */
        type ChangeAddress = {
          (request: im.IChangeAddressRequest, callback: im.Auth.ChangeAddressCallback): void;
          (request: im.IChangeAddressRequest): Promise<im.ChangeAddressReply>;
          readonly name: "ChangeAddress";
          readonly path: "/im.Auth/ChangeAddress";
          readonly requestType: "ChangeAddressRequest";
          readonly responseType: "ChangeAddressReply";
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

        /** RegisterRequest address. */
        address: string;

        /** RegisterRequest code. */
        code: string;

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

            /** RegisterRequest address */
            address?: (string|null);

            /** RegisterRequest code */
            code?: (string|null);

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

        /** LoggedIn user. */
        user: string;

        /** LoggedIn name. */
        name: string;

        /** LoggedIn session. */
        session: string;

        /** LoggedIn token. */
        token: string;

        /** LoggedIn tokenLivesSeconds. */
        tokenLivesSeconds: number;

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

            /** LoggedIn user */
            user?: (string|null);

            /** LoggedIn name */
            name?: (string|null);

            /** LoggedIn session */
            session?: (string|null);

            /** LoggedIn token */
            token?: (string|null);

            /** LoggedIn tokenLivesSeconds */
            tokenLivesSeconds?: (number|null);

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

        /** LogOutEverywhereReply ended. */
        ended: number;

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

            /** LogOutEverywhereReply ended */
            ended?: (number|null);

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
        sessions: im.SessionShown.$Properties[];

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
            sessions?: (im.SessionShown.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ListSessionsReply. */
        type $Shape = im.ListSessionsReply.$Properties;
    }

    /**
     * Properties of a SessionShown.
     * @deprecated Use im.SessionShown.$Properties instead.
     */
    interface ISessionShown extends im.SessionShown.$Properties {
    }

    /** Represents a SessionShown. */
    class SessionShown {

        /** Reflection-backed declarations are not constructable. Use SessionShown.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** SessionShown session. */
        session: string;

        /** SessionShown deviceKind. */
        deviceKind: string;

        /** SessionShown deviceName. */
        deviceName: string;

        /** SessionShown openedAt. */
        openedAt: number;

        /** SessionShown boundAt. */
        boundAt: number;

        /** SessionShown current. */
        current: boolean;

        /**
         * Creates a new SessionShown instance using the specified properties.
         * @param [properties] Properties to set
         * @returns SessionShown instance
         */
        static create(properties: im.SessionShown.$Shape): im.SessionShown & im.SessionShown.$Shape;
        static create(properties?: im.SessionShown.$Properties): im.SessionShown;

        /**
         * Encodes the specified SessionShown message. Does not implicitly {@link im.SessionShown.verify|verify} messages.
         * @param message SessionShown message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.SessionShown.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified SessionShown message, length delimited. Does not implicitly {@link im.SessionShown.verify|verify} messages.
         * @param message SessionShown message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.SessionShown.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a SessionShown message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.SessionShown & im.SessionShown.$Shape} SessionShown
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.SessionShown & im.SessionShown.$Shape;

        /**
         * Decodes a SessionShown message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.SessionShown & im.SessionShown.$Shape} SessionShown
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.SessionShown & im.SessionShown.$Shape;

        /**
         * Verifies a SessionShown message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a SessionShown message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns SessionShown
         */
        static fromObject(object: { [k: string]: any }): im.SessionShown;

        /**
         * Creates a plain object from a SessionShown message. Also converts values to other types if specified.
         * @param message SessionShown
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.SessionShown, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this SessionShown to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for SessionShown
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace SessionShown {

        /** Properties of a SessionShown. */
        interface $Properties {

            /** SessionShown session */
            session?: (string|null);

            /** SessionShown deviceKind */
            deviceKind?: (string|null);

            /** SessionShown deviceName */
            deviceName?: (string|null);

            /** SessionShown openedAt */
            openedAt?: (number|null);

            /** SessionShown boundAt */
            boundAt?: (number|null);

            /** SessionShown current */
            current?: (boolean|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a SessionShown. */
        type $Shape = im.SessionShown.$Properties;
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

        /** EndSessionRequest session. */
        session: string;

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

            /** EndSessionRequest session */
            session?: (string|null);

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

        /** ResetPasswordRequest address. */
        address: string;

        /** ResetPasswordRequest code. */
        code: string;

        /** ResetPasswordRequest newPassword. */
        newPassword: string;

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

            /** ResetPasswordRequest address */
            address?: (string|null);

            /** ResetPasswordRequest code */
            code?: (string|null);

            /** ResetPasswordRequest newPassword */
            newPassword?: (string|null);

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

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ResetPasswordReply. */
        type $Shape = im.ResetPasswordReply.$Properties;
    }

    /**
     * Properties of a ChangeAddressRequest.
     * @deprecated Use im.ChangeAddressRequest.$Properties instead.
     */
    interface IChangeAddressRequest extends im.ChangeAddressRequest.$Properties {
    }

    /** Represents a ChangeAddressRequest. */
    class ChangeAddressRequest {

        /** Reflection-backed declarations are not constructable. Use ChangeAddressRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** ChangeAddressRequest clientRequestId. */
        clientRequestId: Uint8Array;

        /** ChangeAddressRequest address. */
        address: string;

        /** ChangeAddressRequest code. */
        code: string;

        /** ChangeAddressRequest password. */
        password: string;

        /**
         * Creates a new ChangeAddressRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ChangeAddressRequest instance
         */
        static create(properties: im.ChangeAddressRequest.$Shape): im.ChangeAddressRequest & im.ChangeAddressRequest.$Shape;
        static create(properties?: im.ChangeAddressRequest.$Properties): im.ChangeAddressRequest;

        /**
         * Encodes the specified ChangeAddressRequest message. Does not implicitly {@link im.ChangeAddressRequest.verify|verify} messages.
         * @param message ChangeAddressRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ChangeAddressRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ChangeAddressRequest message, length delimited. Does not implicitly {@link im.ChangeAddressRequest.verify|verify} messages.
         * @param message ChangeAddressRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ChangeAddressRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChangeAddressRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ChangeAddressRequest & im.ChangeAddressRequest.$Shape} ChangeAddressRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ChangeAddressRequest & im.ChangeAddressRequest.$Shape;

        /**
         * Decodes a ChangeAddressRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ChangeAddressRequest & im.ChangeAddressRequest.$Shape} ChangeAddressRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ChangeAddressRequest & im.ChangeAddressRequest.$Shape;

        /**
         * Verifies a ChangeAddressRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ChangeAddressRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ChangeAddressRequest
         */
        static fromObject(object: { [k: string]: any }): im.ChangeAddressRequest;

        /**
         * Creates a plain object from a ChangeAddressRequest message. Also converts values to other types if specified.
         * @param message ChangeAddressRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ChangeAddressRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ChangeAddressRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ChangeAddressRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChangeAddressRequest {

        /** Properties of a ChangeAddressRequest. */
        interface $Properties {

            /** ChangeAddressRequest clientRequestId */
            clientRequestId?: (Uint8Array|null);

            /** ChangeAddressRequest address */
            address?: (string|null);

            /** ChangeAddressRequest code */
            code?: (string|null);

            /** ChangeAddressRequest password */
            password?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChangeAddressRequest. */
        type $Shape = im.ChangeAddressRequest.$Properties;
    }

    /**
     * Properties of a ChangeAddressReply.
     * @deprecated Use im.ChangeAddressReply.$Properties instead.
     */
    interface IChangeAddressReply extends im.ChangeAddressReply.$Properties {
    }

    /** Represents a ChangeAddressReply. */
    class ChangeAddressReply {

        /** Reflection-backed declarations are not constructable. Use ChangeAddressReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new ChangeAddressReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns ChangeAddressReply instance
         */
        static create(properties: im.ChangeAddressReply.$Shape): im.ChangeAddressReply & im.ChangeAddressReply.$Shape;
        static create(properties?: im.ChangeAddressReply.$Properties): im.ChangeAddressReply;

        /**
         * Encodes the specified ChangeAddressReply message. Does not implicitly {@link im.ChangeAddressReply.verify|verify} messages.
         * @param message ChangeAddressReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.ChangeAddressReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified ChangeAddressReply message, length delimited. Does not implicitly {@link im.ChangeAddressReply.verify|verify} messages.
         * @param message ChangeAddressReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.ChangeAddressReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a ChangeAddressReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.ChangeAddressReply & im.ChangeAddressReply.$Shape} ChangeAddressReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.ChangeAddressReply & im.ChangeAddressReply.$Shape;

        /**
         * Decodes a ChangeAddressReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.ChangeAddressReply & im.ChangeAddressReply.$Shape} ChangeAddressReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.ChangeAddressReply & im.ChangeAddressReply.$Shape;

        /**
         * Verifies a ChangeAddressReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a ChangeAddressReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns ChangeAddressReply
         */
        static fromObject(object: { [k: string]: any }): im.ChangeAddressReply;

        /**
         * Creates a plain object from a ChangeAddressReply message. Also converts values to other types if specified.
         * @param message ChangeAddressReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.ChangeAddressReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this ChangeAddressReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for ChangeAddressReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace ChangeAddressReply {

        /** Properties of a ChangeAddressReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a ChangeAddressReply. */
        type $Shape = im.ChangeAddressReply.$Properties;
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

        /** ExportAccountReply user. */
        user: string;

        /** ExportAccountReply name. */
        name: string;

        /** ExportAccountReply address. */
        address: string;

        /** ExportAccountReply registeredAt. */
        registeredAt: number;

        /** ExportAccountReply sessions. */
        sessions: im.SessionShown.$Properties[];

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

            /** ExportAccountReply user */
            user?: (string|null);

            /** ExportAccountReply name */
            name?: (string|null);

            /** ExportAccountReply address */
            address?: (string|null);

            /** ExportAccountReply registeredAt */
            registeredAt?: (number|null);

            /** ExportAccountReply sessions */
            sessions?: (im.SessionShown.$Properties[]|null);

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

        /** DisableAccountReply user. */
        user: string;

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

            /** DisableAccountReply user */
            user?: (string|null);

            /** DisableAccountReply sessionsEnded */
            sessionsEnded?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DisableAccountReply. */
        type $Shape = im.DisableAccountReply.$Properties;
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
        ACCOUNT_DELETED = 16
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

        /** Frame eventId. */
        eventId: string;

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

            /** Frame eventId */
            eventId?: (string|null);

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

            /** EVENT value */
            EVENT = 3,

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

        /** Hello gate. */
        gate: string;

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

            /** Hello gate */
            gate?: (string|null);

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

        /** Bind user. */
        user: string;

        /** Bind session. */
        session: string;

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

            /** Bind user */
            user?: (string|null);

            /** Bind session */
            session?: (string|null);

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

        /** Envelope user. */
        user: string;

        /** Envelope session. */
        session: string;

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

        /** Envelope clientAddress. */
        clientAddress: string;

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

        /** Envelope eventId. */
        eventId: string;

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

            /** Envelope user */
            user?: (string|null);

            /** Envelope session */
            session?: (string|null);

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

            /** Envelope clientAddress */
            clientAddress?: (string|null);

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

            /** Envelope eventId */
            eventId?: (string|null);

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

            /** EVENT value */
            EVENT = 3,

            /** CLOSE value */
            CLOSE = 4
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
        pushes: im.Outcome.Push.$Properties[];

        /** Outcome hangups. */
        hangups: im.Outcome.Hangup.$Properties[];

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
            pushes?: (im.Outcome.Push.$Properties[]|null);

            /** Outcome hangups */
            hangups?: (im.Outcome.Hangup.$Properties[]|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of an Outcome. */
        type $Shape = im.Outcome.$Properties;

        /**
         * Properties of a Push.
         * @deprecated Use im.Outcome.Push.$Properties instead.
         */
        interface IPush extends im.Outcome.Push.$Properties {
        }

        /** Represents a Push. */
        class Push {

            /** Reflection-backed declarations are not constructable. Use Push.create(...) instead. */
            private constructor();

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Push users. */
            users: string[];

            /** Push event. */
            event: Uint8Array;

            /** Push except. */
            except: string;

            /** Push eventId. */
            eventId: string;

            /**
             * Creates a new Push instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Push instance
             */
            static create(properties: im.Outcome.Push.$Shape): im.Outcome.Push & im.Outcome.Push.$Shape;
            static create(properties?: im.Outcome.Push.$Properties): im.Outcome.Push;

            /**
             * Encodes the specified Push message. Does not implicitly {@link im.Outcome.Push.verify|verify} messages.
             * @param message Push message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: im.Outcome.Push.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Push message, length delimited. Does not implicitly {@link im.Outcome.Push.verify|verify} messages.
             * @param message Push message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: im.Outcome.Push.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Push message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {im.Outcome.Push & im.Outcome.Push.$Shape} Push
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Outcome.Push & im.Outcome.Push.$Shape;

            /**
             * Decodes a Push message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {im.Outcome.Push & im.Outcome.Push.$Shape} Push
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Outcome.Push & im.Outcome.Push.$Shape;

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
            static fromObject(object: { [k: string]: any }): im.Outcome.Push;

            /**
             * Creates a plain object from a Push message. Also converts values to other types if specified.
             * @param message Push
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: im.Outcome.Push, options?: $protobuf.IConversionOptions): { [k: string]: any };

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

                /** Push users */
                users?: (string[]|null);

                /** Push event */
                event?: (Uint8Array|null);

                /** Push except */
                except?: (string|null);

                /** Push eventId */
                eventId?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Push. */
            type $Shape = im.Outcome.Push.$Properties;
        }

        /**
         * Properties of a Hangup.
         * @deprecated Use im.Outcome.Hangup.$Properties instead.
         */
        interface IHangup extends im.Outcome.Hangup.$Properties {
        }

        /** Represents a Hangup. */
        class Hangup {

            /** Reflection-backed declarations are not constructable. Use Hangup.create(...) instead. */
            private constructor();

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hangup instance. */
            instance: string;

            /** Hangup slot. */
            slot: number;

            /** Hangup connection. */
            connection: number;

            /** Hangup reason. */
            reason: im.CloseReason;

            /**
             * Creates a new Hangup instance using the specified properties.
             * @param [properties] Properties to set
             * @returns Hangup instance
             */
            static create(properties: im.Outcome.Hangup.$Shape): im.Outcome.Hangup & im.Outcome.Hangup.$Shape;
            static create(properties?: im.Outcome.Hangup.$Properties): im.Outcome.Hangup;

            /**
             * Encodes the specified Hangup message. Does not implicitly {@link im.Outcome.Hangup.verify|verify} messages.
             * @param message Hangup message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: im.Outcome.Hangup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Encodes the specified Hangup message, length delimited. Does not implicitly {@link im.Outcome.Hangup.verify|verify} messages.
             * @param message Hangup message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encodeDelimited(message: im.Outcome.Hangup.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hangup message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {im.Outcome.Hangup & im.Outcome.Hangup.$Shape} Hangup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Outcome.Hangup & im.Outcome.Hangup.$Shape;

            /**
             * Decodes a Hangup message from the specified reader or buffer, length delimited.
             * @param reader Reader or buffer to decode from
             * @returns {im.Outcome.Hangup & im.Outcome.Hangup.$Shape} Hangup
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Outcome.Hangup & im.Outcome.Hangup.$Shape;

            /**
             * Verifies a Hangup message.
             * @param message Plain object to verify
             * @returns `null` if valid, otherwise the reason why it is not
             */
            static verify(message: { [k: string]: any }): (string|null);

            /**
             * Creates a Hangup message from a plain object. Also converts values to their respective internal types.
             * @param object Plain object
             * @returns Hangup
             */
            static fromObject(object: { [k: string]: any }): im.Outcome.Hangup;

            /**
             * Creates a plain object from a Hangup message. Also converts values to other types if specified.
             * @param message Hangup
             * @param [options] Conversion options
             * @returns Plain object
             */
            static toObject(message: im.Outcome.Hangup, options?: $protobuf.IConversionOptions): { [k: string]: any };

            /**
             * Converts this Hangup to JSON.
             * @returns JSON object
             */
            toJSON(): { [k: string]: any };

            /**
             * Gets the type url for Hangup
             * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
             * @returns The type url
             */
            static getTypeUrl(prefix?: string): string;
        }

        namespace Hangup {

            /** Properties of a Hangup. */
            interface $Properties {

                /** Hangup instance */
                instance?: (string|null);

                /** Hangup slot */
                slot?: (number|null);

                /** Hangup connection */
                connection?: (number|null);

                /** Hangup reason */
                reason?: (im.CloseReason|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hangup. */
            type $Shape = im.Outcome.Hangup.$Properties;
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

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a DeadLetter. */
        type $Shape = im.DeadLetter.$Properties;
    }

    /**
     * Properties of an Event.
     * @deprecated Use im.Event.$Properties instead.
     */
    interface IEvent extends im.Event.$Properties {
    }

    /** Represents an Event. */
    class Event {

        /** Reflection-backed declarations are not constructable. Use Event.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** Event messageStored. */
        messageStored?: (im.Message.$Properties|null);

        /** Event event. */
        event?: "messageStored";

        /**
         * Creates a new Event instance using the specified properties.
         * @param [properties] Properties to set
         * @returns Event instance
         */
        static create(properties: im.Event.$Shape): im.Event & im.Event.$Shape;
        static create(properties?: im.Event.$Properties): im.Event;

        /**
         * Encodes the specified Event message. Does not implicitly {@link im.Event.verify|verify} messages.
         * @param message Event message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified Event message, length delimited. Does not implicitly {@link im.Event.verify|verify} messages.
         * @param message Event message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.Event.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes an Event message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.Event & im.Event.$Shape} Event
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.Event & im.Event.$Shape;

        /**
         * Decodes an Event message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.Event & im.Event.$Shape} Event
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.Event & im.Event.$Shape;

        /**
         * Verifies an Event message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates an Event message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns Event
         */
        static fromObject(object: { [k: string]: any }): im.Event;

        /**
         * Creates a plain object from an Event message. Also converts values to other types if specified.
         * @param message Event
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.Event, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this Event to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for Event
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace Event {

        /** Properties of an Event. */
        interface $Properties {

            /** Event messageStored */
            messageStored?: (im.Message.$Properties|null);

            /** Event event */
            event?: "messageStored";

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Narrowed shape of an Event. */
        type $Shape = {
          messageStored?: im.Message.$Shape|null;
          $unknowns?: Uint8Array[];
        } & (
          ({ event?: undefined; messageStored?: null }|{ event?: "messageStored"; messageStored: im.Message.$Shape })
        );
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

        /** Calls ListConversations. */
        listConversations: im.Logic.ListConversations;

        /** Calls PullMessages. */
        pullMessages: im.Logic.PullMessages;

        /** Calls FindUser. */
        findUser: im.Logic.FindUser;
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

        /** SendMessageRequest to. */
        to: string;

        /** SendMessageRequest text. */
        text: string;

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

            /** SendMessageRequest to */
            to?: (string|null);

            /** SendMessageRequest text */
            text?: (string|null);

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

        /** SendMessageReply conversation. */
        conversation: string;

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

            /** SendMessageReply conversation */
            conversation?: (string|null);

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

        /** Message conversation. */
        conversation: string;

        /** Message seq. */
        seq: number;

        /** Message messageId. */
        messageId: string;

        /** Message sender. */
        sender: string;

        /** Message clientMessageId. */
        clientMessageId: Uint8Array;

        /** Message text. */
        text: string;

        /** Message time. */
        time: number;

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

            /** Message conversation */
            conversation?: (string|null);

            /** Message seq */
            seq?: (number|null);

            /** Message messageId */
            messageId?: (string|null);

            /** Message sender */
            sender?: (string|null);

            /** Message clientMessageId */
            clientMessageId?: (Uint8Array|null);

            /** Message text */
            text?: (string|null);

            /** Message time */
            time?: (number|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Message. */
        type $Shape = im.Message.$Properties;
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

        /** ListConversationsRequest afterConversation. */
        afterConversation: string;

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

            /** ListConversationsRequest afterConversation */
            afterConversation?: (string|null);

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

        /** Conversation conversation. */
        conversation: string;

        /** Conversation peer. */
        peer: string;

        /** Conversation peerName. */
        peerName: string;

        /** Conversation lastSeq. */
        lastSeq: number;

        /** Conversation lastMessage. */
        lastMessage?: (im.Message.$Properties|null);

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

            /** Conversation conversation */
            conversation?: (string|null);

            /** Conversation peer */
            peer?: (string|null);

            /** Conversation peerName */
            peerName?: (string|null);

            /** Conversation lastSeq */
            lastSeq?: (number|null);

            /** Conversation lastMessage */
            lastMessage?: (im.Message.$Properties|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a Conversation. */
        type $Shape = im.Conversation.$Properties;
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

        /** PullMessagesRequest conversation. */
        conversation: string;

        /** PullMessagesRequest afterSeq. */
        afterSeq: number;

        /** PullMessagesRequest limit. */
        limit: number;

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

            /** PullMessagesRequest conversation */
            conversation?: (string|null);

            /** PullMessagesRequest afterSeq */
            afterSeq?: (number|null);

            /** PullMessagesRequest limit */
            limit?: (number|null);

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

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a PullMessagesReply. */
        type $Shape = im.PullMessagesReply.$Properties;
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

        /** FindUserReply user. */
        user: string;

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

            /** FindUserReply user */
            user?: (string|null);

            /** FindUserReply name */
            name?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a FindUserReply. */
        type $Shape = im.FindUserReply.$Properties;
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

        /** Calls TellOwner. */
        tellOwner: im.Verify.TellOwner;
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
         * Callback as used by {@link im.Verify#tellOwner}.
         * @param error Error, if any
         * @param [response] TellOwnerReply
         */
        type TellOwnerCallback = (error: (Error|null), response?: im.TellOwnerReply) => void;

        /** Calls TellOwner. */
        type TellOwner = {
          (request: im.ITellOwnerRequest, callback: im.Verify.TellOwnerCallback): void;
          (request: im.ITellOwnerRequest): Promise<im.TellOwnerReply>;
          readonly name: "TellOwner";
          readonly path: "/im.Verify/TellOwner";
          readonly requestType: "TellOwnerRequest";
          readonly responseType: "TellOwnerReply";
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

        /** CHANGE_ADDRESS value */
        CHANGE_ADDRESS = 3
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

        /** RequestCodeRequest address. */
        address: string;

        /** RequestCodeRequest purpose. */
        purpose: im.CodePurpose;

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

            /** RequestCodeRequest address */
            address?: (string|null);

            /** RequestCodeRequest purpose */
            purpose?: (im.CodePurpose|null);

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
     * Properties of a TellOwnerRequest.
     * @deprecated Use im.TellOwnerRequest.$Properties instead.
     */
    interface ITellOwnerRequest extends im.TellOwnerRequest.$Properties {
    }

    /** Represents a TellOwnerRequest. */
    class TellOwnerRequest {

        /** Reflection-backed declarations are not constructable. Use TellOwnerRequest.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /** TellOwnerRequest address. */
        address: string;

        /** TellOwnerRequest purpose. */
        purpose: im.CodePurpose;

        /** TellOwnerRequest language. */
        language: string;

        /**
         * Creates a new TellOwnerRequest instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TellOwnerRequest instance
         */
        static create(properties: im.TellOwnerRequest.$Shape): im.TellOwnerRequest & im.TellOwnerRequest.$Shape;
        static create(properties?: im.TellOwnerRequest.$Properties): im.TellOwnerRequest;

        /**
         * Encodes the specified TellOwnerRequest message. Does not implicitly {@link im.TellOwnerRequest.verify|verify} messages.
         * @param message TellOwnerRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.TellOwnerRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified TellOwnerRequest message, length delimited. Does not implicitly {@link im.TellOwnerRequest.verify|verify} messages.
         * @param message TellOwnerRequest message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.TellOwnerRequest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TellOwnerRequest message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.TellOwnerRequest & im.TellOwnerRequest.$Shape} TellOwnerRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.TellOwnerRequest & im.TellOwnerRequest.$Shape;

        /**
         * Decodes a TellOwnerRequest message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.TellOwnerRequest & im.TellOwnerRequest.$Shape} TellOwnerRequest
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.TellOwnerRequest & im.TellOwnerRequest.$Shape;

        /**
         * Verifies a TellOwnerRequest message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a TellOwnerRequest message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns TellOwnerRequest
         */
        static fromObject(object: { [k: string]: any }): im.TellOwnerRequest;

        /**
         * Creates a plain object from a TellOwnerRequest message. Also converts values to other types if specified.
         * @param message TellOwnerRequest
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.TellOwnerRequest, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this TellOwnerRequest to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for TellOwnerRequest
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TellOwnerRequest {

        /** Properties of a TellOwnerRequest. */
        interface $Properties {

            /** TellOwnerRequest address */
            address?: (string|null);

            /** TellOwnerRequest purpose */
            purpose?: (im.CodePurpose|null);

            /** TellOwnerRequest language */
            language?: (string|null);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TellOwnerRequest. */
        type $Shape = im.TellOwnerRequest.$Properties;
    }

    /**
     * Properties of a TellOwnerReply.
     * @deprecated Use im.TellOwnerReply.$Properties instead.
     */
    interface ITellOwnerReply extends im.TellOwnerReply.$Properties {
    }

    /** Represents a TellOwnerReply. */
    class TellOwnerReply {

        /** Reflection-backed declarations are not constructable. Use TellOwnerReply.create(...) instead. */
        private constructor();

        /** Unknown fields preserved while decoding when enabled */
        $unknowns?: Uint8Array[];

        /**
         * Creates a new TellOwnerReply instance using the specified properties.
         * @param [properties] Properties to set
         * @returns TellOwnerReply instance
         */
        static create(properties: im.TellOwnerReply.$Shape): im.TellOwnerReply & im.TellOwnerReply.$Shape;
        static create(properties?: im.TellOwnerReply.$Properties): im.TellOwnerReply;

        /**
         * Encodes the specified TellOwnerReply message. Does not implicitly {@link im.TellOwnerReply.verify|verify} messages.
         * @param message TellOwnerReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encode(message: im.TellOwnerReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Encodes the specified TellOwnerReply message, length delimited. Does not implicitly {@link im.TellOwnerReply.verify|verify} messages.
         * @param message TellOwnerReply message or plain object to encode
         * @param [writer] Writer to encode to
         * @returns Writer
         */
        static encodeDelimited(message: im.TellOwnerReply.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

        /**
         * Decodes a TellOwnerReply message from the specified reader or buffer.
         * @param reader Reader or buffer to decode from
         * @param [length] Message length if known beforehand
         * @returns {im.TellOwnerReply & im.TellOwnerReply.$Shape} TellOwnerReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): im.TellOwnerReply & im.TellOwnerReply.$Shape;

        /**
         * Decodes a TellOwnerReply message from the specified reader or buffer, length delimited.
         * @param reader Reader or buffer to decode from
         * @returns {im.TellOwnerReply & im.TellOwnerReply.$Shape} TellOwnerReply
         * @throws {Error} If the payload is not a reader or valid buffer
         * @throws {$protobuf.util.ProtocolError} If required fields are missing
         */
        static decodeDelimited(reader: ($protobuf.Reader|Uint8Array)): im.TellOwnerReply & im.TellOwnerReply.$Shape;

        /**
         * Verifies a TellOwnerReply message.
         * @param message Plain object to verify
         * @returns `null` if valid, otherwise the reason why it is not
         */
        static verify(message: { [k: string]: any }): (string|null);

        /**
         * Creates a TellOwnerReply message from a plain object. Also converts values to their respective internal types.
         * @param object Plain object
         * @returns TellOwnerReply
         */
        static fromObject(object: { [k: string]: any }): im.TellOwnerReply;

        /**
         * Creates a plain object from a TellOwnerReply message. Also converts values to other types if specified.
         * @param message TellOwnerReply
         * @param [options] Conversion options
         * @returns Plain object
         */
        static toObject(message: im.TellOwnerReply, options?: $protobuf.IConversionOptions): { [k: string]: any };

        /**
         * Converts this TellOwnerReply to JSON.
         * @returns JSON object
         */
        toJSON(): { [k: string]: any };

        /**
         * Gets the type url for TellOwnerReply
         * @param [prefix] Custom type url prefix, defaults to `"type.googleapis.com"`
         * @returns The type url
         */
        static getTypeUrl(prefix?: string): string;
    }

    namespace TellOwnerReply {

        /** Properties of a TellOwnerReply. */
        interface $Properties {

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];
        }

        /** Shape of a TellOwnerReply. */
        type $Shape = im.TellOwnerReply.$Properties;
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

        /** CheckCodeRequest address. */
        address: string;

        /** CheckCodeRequest purpose. */
        purpose: im.CodePurpose;

        /** CheckCodeRequest code. */
        code: string;

        /** CheckCodeRequest use. */
        use: Uint8Array;

        /** CheckCodeRequest clientAddress. */
        clientAddress: string;

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

            /** CheckCodeRequest address */
            address?: (string|null);

            /** CheckCodeRequest purpose */
            purpose?: (im.CodePurpose|null);

            /** CheckCodeRequest code */
            code?: (string|null);

            /** CheckCodeRequest use */
            use?: (Uint8Array|null);

            /** CheckCodeRequest clientAddress */
            clientAddress?: (string|null);

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
