import { inflateRawSync } from 'node:zlib';
import { IngestionFailure } from '../ingestion/failure';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const END_LENGTH = 22;
const COMMENT_LENGTH_MAX = 0xffff;
const STORED = 0;
const DEFLATED = 8;

/**
 * Unpacks a zip file piece by piece and throws it away, to know before anybody unpacks it for good that it does not grow
 * beyond a limit. What the file says of its own sizes is not believed.
 * @throws IngestionFailure `file_too_large`, `file_unreadable`
 */
export function assertUnpacksTo(bytes: Uint8Array, bytesMax: number): void {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	try {
		let left = bytesMax;
		let { at, entries } = directoryOf(file);
		for (; entries > 0; entries -= 1) {
			if (file.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new RangeError('the directory is broken');
			const method = file.readUInt16LE(at + 10);
			const packed = file.readUInt32LE(at + 20);
			const local = file.readUInt32LE(at + 42);
			const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
			left -= unpackedLength(file.subarray(start, start + packed), method, left);
			if (left < 0) throw tooLarge();
			at += 46 + file.readUInt16LE(at + 28) + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
		}
	} catch (error) {
		if (error instanceof IngestionFailure) throw error;
		throw new IngestionFailure('file_unreadable', null, { cause: error });
	}
}

function directoryOf(file: Buffer): { at: number; entries: number } {
	const from = Math.max(0, file.length - END_LENGTH - COMMENT_LENGTH_MAX);
	for (let end = file.length - END_LENGTH; end >= from; end -= 1) {
		if (file.readUInt32LE(end) !== END_OF_DIRECTORY) continue;
		return { entries: file.readUInt16LE(end + 10), at: file.readUInt32LE(end + 16) };
	}
	throw new RangeError('it is no zip file');
}

function unpackedLength(packed: Buffer, method: number, left: number): number {
	if (method === STORED) return packed.length;
	if (method !== DEFLATED) throw new RangeError(`compression ${method}`);
	try {
		return inflateRawSync(packed, { maxOutputLength: Math.max(1, left) }).length;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
		throw error;
	}
}

const tooLarge = () => new IngestionFailure('file_too_large', 'unpacked');
