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
        BAD_LIMIT = 206
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
        GATE_FULL = 12
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
