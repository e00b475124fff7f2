import { Globe, Laptop, MonitorSmartphone, Smartphone } from '@lucide/vue'
import type { Component } from 'vue'
import type { Device } from '../../../contract/devices'
import { useDevicesStore } from '../../stores/devices'
import { useFormat } from '../../text/useFormat'
import { useText } from '../../text/useText'

/** Says in the words of the window what a device is and when it was used. */
export function useDeviceWords() {
  const { t } = useText()
  const { age, time } = useFormat()
  const devices = useDevicesStore()

  function both({ browser, system }: Device): string | undefined {
    return browser !== undefined && system !== undefined ? t('devices.on', { browser, system }) : undefined
  }

  function name(device: Device): string {
    const { label, type, name: own, system } = device
    const isBrowser = type === 'Browser' || type === undefined
    const known = isBrowser ? (both(device) ?? own) : (own ?? both(device))
    return label ?? known ?? system ?? t('devices.unknown')
  }

  /** Returns the facts that the name does not say, in one line. */
  function facts(device: Device): string {
    const title = name(device)
    const known = [device.label && (both(device) ?? device.name), both(device) ?? device.system, device.model]
    const kind = known.find((fact) => fact && !title.includes(fact))
    return [kind, device.lastAddress, used(device)].filter(Boolean).join(' · ')
  }

  function used({ online, lastLoginAt }: Device): string {
    // The tenant's word may be old, so it is told as something that was seen.
    if (online && devices.readAt !== undefined) return t('devices.seenOnline', { time: time(devices.readAt) })
    return lastLoginAt === undefined ? t('devices.neverTold') : t('devices.lastSignIn', { age: ageOf(lastLoginAt) })
  }

  const ageOf = (at: number): string => age(Math.max(0, Date.now() - at))

  function icon({ type }: Device): Component {
    if (type === 'Mobile') return Smartphone
    if (type === 'Desktop') return Laptop
    return type === 'Browser' ? Globe : MonitorSmartphone
  }

  return { name, facts, icon, ageOf }
}
