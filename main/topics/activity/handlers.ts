import type { ActivityDay, ActivityFilter } from '../../../contract/activity'
import { longestPage } from '../../../contract/fields'
import type { Tell } from '../../bridge/tell'
import type { Topic } from '../../bridge/topic'
import type { Client } from '../../tenant/client'
import {
  getLoginHistory,
  type LoginHistoryPage,
  type LoginHistoryQuery,
  rowsPerRequest
} from '../../tenant/loginHistory'
import { countDays } from './days'
import { createExports, type ExportParts } from './exportJob'
import { createSignInList, type SignInList } from './signInList'

/** The lists that are kept, so that removing a filter shows the list of before at once. */
const mostLists = 4

interface ActivityParts extends Pick<ExportParts, 'chooseFile'> {
  client: Pick<Client, 'call'>
  tell: Tell
}

/** Returns the topic of the account's sign-ins. Lists live in memory and go with the session. */
export function activityTopic({ client, chooseFile, tell }: ActivityParts): Topic<'activity'> {
  const exports = createExports({ chooseFile, onChanged: (state) => tell('activity:exportChanged', state) })
  let lists = new Map<string, SignInList>()
  let countedDays = new Map<number, ActivityDay>()
  let session = new AbortController()

  function listOf(filter: ActivityFilter): SignInList {
    const key = JSON.stringify([filter.result, filter.appId, filter.address, filter.since])
    const list = lists.get(key) ?? openList(filter)
    // The list that was used last is the last to be dropped.
    lists.delete(key)
    lists.set(key, list)
    const [oldest] = lists.keys()
    if (lists.size > mostLists && oldest !== undefined) lists.delete(oldest)
    return list
  }

  function openList(filter: ActivityFilter): SignInList {
    const { signal } = session
    const { result, appId, address, since } = filter
    return createSignInList(({ start = since, ...asked }) =>
      client.call(
        getLoginHistory({
          ...asked,
          limit: rowsPerRequest,
          ...(start !== undefined && { start }),
          ...(result && { success: result === 'success' }),
          ...(appId !== undefined && { appId }),
          ...(address !== undefined && { clientIp: address })
        }),
        signal
      )
    )
  }

  function countOf(range: Pick<LoginHistoryQuery, 'start' | 'end' | 'success'>): Promise<LoginHistoryPage> {
    return client.call(getLoginHistory({ ...range, page: 1, limit: 1 }), session.signal)
  }

  return {
    handlers: {
      async 'activity:read'({ filter, from, count }) {
        const list = listOf(filter)
        const { entries, complete } = list.progress()
        if (entries === 0 && !complete) await list.readOlder()
        return { ...list.progress(), items: list.entries(from, count) }
      },
      async 'activity:readOlder'({ filter }) {
        const list = listOf(filter)
        const { entries: known } = list.progress()
        await list.readOlder()
        return { ...list.progress(), items: list.entries(known, longestPage) }
      },
      'activity:countNewer': async ({ filter }) => ({ newer: await listOf(filter).countNewer() }),
      'activity:takeNewer'({ filter }) {
        const list = listOf(filter)
        list.takeNewer()
        return list.progress()
      },
      'activity:readBurst': ({ filter, index, from }) => ({
        items: [...listOf(filter).rowsOf(index, from, longestPage)]
      }),
      'activity:readKinds': ({ filter }) => [...listOf(filter).kinds()],
      'activity:find'({ filter, text, kinds }) {
        const list = listOf(filter)
        const { signIns, complete } = list.progress()
        return { ...list.find(text, new Set(kinds)), searched: signIns, complete }
      },
      'activity:countDays': () => countDays(listOf({}), countOf, Date.now(), countedDays),
      'activity:export': ({ filter, format }) =>
        exports.start({ list: listOf(filter), filter, format }, session.signal),
      'activity:readExport': () => exports.state(),
      'activity:cancelExport': ({ id }) => exports.cancel(id)
    },
    reset() {
      session.abort()
      session = new AbortController()
      lists = new Map()
      countedDays = new Map()
      void exports.end()
    },
    end: () => exports.end()
  }
}
