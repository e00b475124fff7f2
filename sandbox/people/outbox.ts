export interface OutboxMessage {
  to: string
  channel: 'sms' | 'email'
  code: string
  /** ISO 8601. */
  sentAt: string
}

/** Stands for the phones and mailboxes of the practice people. Holds every code that the tenant sent, newest first. */
export class Outbox {
  readonly messages: OutboxMessage[] = []

  add(message: Omit<OutboxMessage, 'sentAt'>): void {
    this.messages.unshift({ ...message, sentAt: new Date().toISOString() })
  }
}
