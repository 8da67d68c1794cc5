// The only file of this project that TypeScript reads: see tsconfig.json.
export {};
