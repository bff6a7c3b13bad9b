/**
 * The two messages with which a DCE/RPC connection begins: a client's bind, and what a server says to it.
 *
 * Nothing further is encoded anywhere in this product: a bind opens a connection and calls nothing, so it can raise no
 * count and ask for no activation.
 *
 * @see https://pubs.opengroup.org/onlinepubs/9629399/chap12.htm (C706, connection-oriented RPC protocol machines' PDUs)
 */

/** What a server said to a bind. */
export type BindAnswer =
  /** More octets are needed before anything can be said. */
  | { readonly kind: "incomplete" }
  /** bind_ack: the interface is offered (`accepted`) or not; a server of RPC it is in both cases. */
  | { readonly kind: "ack"; readonly accepted: boolean; readonly words: string }
  /** bind_nak: the server speaks RPC and refuses the connection. */
  | { readonly kind: "nak"; readonly words: string }
  /** fault: the server speaks RPC and answers with an error. */
  | { readonly kind: "fault"; readonly words: string }
  /** These octets are no answer to a bind. */
  | { readonly kind: "notRpc"; readonly words: string };

/** Octets of the header that all messages share. */
const headerLength = 16;
const callId = 1;
/** Largest fragment that we take, in octets: what Windows itself asks for on TCP, https://learn.microsoft.com/openspecs/windows_protocols/ms-rpce/ */
export const maximumFragment = 5_840;
/** PTYPE of the messages, C706 chapter 12.6.4. */
const types = { fault: 3, bind: 11, bindAck: 12, bindNak: 13 } as const;
/** First and only fragment. */
const wholeMessage = 0x03;

/** Every RPC server on TCP knows this interface by name, and most do not offer it: neutral, and no part of activation. */
const endpointMapper = { uuid: "e1af8308-5d1f-11c9-91a4-08002b14a0fa", version: 3 } as const;
/** NDR, the transfer syntax that all servers know, C706 appendix I. */
const ndr = { uuid: "8a885d04-1ceb-11c9-9fe8-08002b104860", version: 2 } as const;

/** The bind that a probe sends: one context, the endpoint mapper in NDR, without authentication. */
export function encodeBind(): Buffer {
  const body = Buffer.alloc(16);
  body.writeUInt16LE(maximumFragment, 0);
  body.writeUInt16LE(maximumFragment, 2);
  // No association group yet (4-7); one presentation context (8), number 0 (12-13), with one transfer syntax (14).
  body.writeUInt8(1, 8);
  body.writeUInt8(1, 14);
  const payload = Buffer.concat([body, syntax(endpointMapper), syntax(ndr)]);
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(5, 0);
  header.writeUInt8(types.bind, 2);
  header.writeUInt8(wholeMessage, 3);
  // Data representation: little-endian, ASCII, IEEE.
  header.writeUInt8(0x10, 4);
  header.writeUInt16LE(headerLength + payload.length, 8);
  header.writeUInt32LE(callId, 12);
  return Buffer.concat([header, payload]);
}

function syntax({ uuid, version }: { readonly uuid: string; readonly version: number }): Buffer {
  const [low = "", mid = "", high = "", ...rest] = uuid.split("-");
  const octets = Buffer.alloc(20);
  octets.writeUInt32LE(Number.parseInt(low, 16), 0);
  octets.writeUInt16LE(Number.parseInt(mid, 16), 4);
  octets.writeUInt16LE(Number.parseInt(high, 16), 6);
  octets.write(rest.join(""), 8, "hex");
  octets.writeUInt32LE(version, 16);
  return octets;
}

/**
 * Reads what came back so far.
 *
 * Total: any octets give an answer, in time linear in their number.
 */
export function decodeAnswer(received: Buffer): BindAnswer {
  // The version alone tells most other protocols apart, before they have said sixteen octets.
  if (received.length > 0 && received[0] !== 5) return notRpc("its first octet is no version of DCE/RPC");
  if (received.length < headerLength) return { kind: "incomplete" };
  const little = ((received[4] ?? 0) & 0xf0) === 0x10;
  const length = uint16(received, 8, little);
  if (length < headerLength || length > maximumFragment) return notRpc(`it claims a message of ${length} octets`);
  if (uint32(received, 12, little) !== callId) return notRpc("it answers a call that was not made");
  if (received.length < length) return { kind: "incomplete" };
  return decodeMessage(received.subarray(0, length), little);
}

function decodeMessage(message: Buffer, little: boolean): BindAnswer {
  switch (message[2]) {
    case types.bindAck:
      return decodeAck(message, little);
    case types.bindNak:
      if (message.length < headerLength + 2) return notRpc("its bind_nak is cut short");
      return { kind: "nak", words: nakReason(uint16(message, headerLength, little)) };
    case types.fault:
      if (message.length < headerLength + 12) return notRpc("its fault is cut short");
      return { kind: "fault", words: `status 0x${uint32(message, headerLength + 8, little).toString(16)}` };
    default:
      return notRpc(`a message of type ${message[2]} is no answer to a bind`);
  }
}

/** Two fragment sizes, the association group, the secondary address padded to four octets, then the results. */
function decodeAck(message: Buffer, little: boolean): BindAnswer {
  const cutShort = notRpc("its bind_ack is cut short");
  const address = headerLength + 8;
  if (message.length < address + 2) return cutShort;
  const results = (address + 2 + uint16(message, address, little) + 3) & ~3;
  if (message.length < results + 8) return cutShort;
  if (message[results] !== 1) return notRpc(`its bind_ack judges ${message[results]} interfaces instead of one`);
  const result = uint16(message, results + 4, little);
  if (result === 0) return { kind: "ack", accepted: true, words: "acceptance" };
  const reason = ackReasons[uint16(message, results + 6, little)] ?? "reason unknown";
  return { kind: "ack", accepted: false, words: `${ackResults[result] ?? `result ${result}`}, ${reason}` };
}

/** p_cont_def_result_t and p_provider_reason_t, C706 chapter 12.6.3. */
const ackResults: readonly string[] = ["acceptance", "user_rejection", "provider_rejection", "negotiate_ack"];
const ackReasons: readonly string[] = [
  "reason_not_specified",
  "abstract_syntax_not_supported",
  "proposed_transfer_syntaxes_not_supported",
  "local_limit_exceeded",
];

/** p_reject_reason_t, C706 chapter 12.6.3; 8 and 9 are Microsoft's, MS-RPCE 2.2.2.5. */
const nakReasons: readonly string[] = [
  "reason_not_specified",
  "temporary_congestion",
  "local_limit_exceeded",
  "called_paddr_unknown",
  "protocol_version_not_supported",
  "default_context_not_supported",
  "user_data_not_readable",
  "no_psap_available",
  "authentication_type_not_recognized",
  "invalid_checksum",
];

const nakReason = (code: number): string => nakReasons[code] ?? `reason ${code}`;

const notRpc = (words: string): BindAnswer => ({ kind: "notRpc", words });

function uint16(octets: Buffer, at: number, little: boolean): number {
  return little ? octets.readUInt16LE(at) : octets.readUInt16BE(at);
}

function uint32(octets: Buffer, at: number, little: boolean): number {
  return little ? octets.readUInt32LE(at) : octets.readUInt32BE(at);
}
