/** An error that the user of the command can fix. Its message is one sentence that says what to do. */
export class Refusal extends Error {}
