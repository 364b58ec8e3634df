// Titles, badges, refresh and scrolling: the calls that change what stands around a page.
import { call } from './calls.js'
import * as chrome from '../chrome.js'
import { top } from '../navigation.js'
import { pagesNow } from '../navigation.js'

export const setNavigationBarTitle = call('setNavigationBarTitle', ({ title }) => {
  top().page.title = title
  chrome.setTitle(title)
})
export const setNavigationBarColor = call('setNavigationBarColor', chrome.setBarColor)
export const showNavigationBarLoading = call('showNavigationBarLoading', () => {})
export const hideNavigationBarLoading = call('hideNavigationBarLoading', () => {})
export const setTabBarBadge = call('setTabBarBadge', ({ index, text }) => chrome.setBadge(index, text))
export const removeTabBarBadge = call('removeTabBarBadge', ({ index }) => chrome.setBadge(index, null))
export const showTabBarRedDot = call('showTabBarRedDot', ({ index }) => chrome.setBadge(index, ''))
export const hideTabBarRedDot = call('hideTabBarRedDot', ({ index }) => chrome.setBadge(index, null))
export const startPullDownRefresh = call('startPullDownRefresh', chrome.pull)
export const stopPullDownRefresh = call('stopPullDownRefresh', chrome.stopPulling)
export const pageScrollTo = call('pageScrollTo', chrome.scrollTo)
export const setBackgroundColor = call('setBackgroundColor', () => {})
export const setBackgroundTextStyle = call('setBackgroundTextStyle', () => {})

export const createSelectorQuery = () => pagesNow().at(-1).createSelectorQuery()
export const createIntersectionObserver = (component, options) => component.createIntersectionObserver(options)
