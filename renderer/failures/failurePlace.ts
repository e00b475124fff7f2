import { CircleAlert, EthernetPort, ServerOff, WifiOff } from '@lucide/vue'
import type { Component } from 'vue'
import type { ErrorCode } from '../../contract/result'

/** Pictures that show where on the way to the tenant a failure happened, for failures that are nobody's mistake. */
const places: Partial<Record<ErrorCode, Component>> = {
  offline: WifiOff,
  captivePortal: EthernetPort,
  unreachable: ServerOff,
  timedOut: ServerOff,
  serverFault: ServerOff
}

export const isOnTheWay = (code: ErrorCode): boolean => code in places

export const failureIcon = (code: ErrorCode): Component => places[code] ?? CircleAlert
