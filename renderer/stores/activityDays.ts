import { defineStore } from 'pinia'
import { useRemote } from './useRemote'

/** The sign-ins of the last 30 days. Its value is undefined too if the tenant does not say how many there are. */
export const useActivityDaysStore = defineStore('activityDays', () =>
  useRemote(() => window.bridge.activity.countDays())
)
