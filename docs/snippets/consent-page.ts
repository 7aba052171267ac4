// #region theme
import type { PagesOptions } from '@sallyport/core/pages'

export const pages: PagesOptions = {
  title: 'Notes',
  logo: '/logo.svg',
  colors: {
    light: { accent: '#0b6b4f' },
    dark: { accent: '#7fe0bd' },
  },
  texts: { nextStep: 'You sign in with your company account next.' },
}
// #endregion theme

// #region german
export const german: PagesOptions = {
  lang: 'de',
  texts: {
    title: 'Zugriffsanfrage',
    consentTabTitle: '{client} erlauben?',
    consentHeading: 'Darf {client} auf {resource} zugreifen?',
    consentLead:
      'Den Namen hat die App selbst gewählt. Prüfen Sie die Adresse, und nur weiter, wenn Sie das begonnen haben.',
    redirectLabel: 'Sie kommen zurück zu',
    scopesHeading: 'Die App darf dann',
    offline: 'Verbunden bleiben, wenn Sie nicht da sind',
    approve: 'Erlauben',
    deny: 'Ablehnen',
  },
  problems: {
    page_expired: {
      heading: 'Diese Seite ist zu alt',
      message: 'Eine Anfrage kann nur wenige Minuten lang beantwortet werden. Es wurde nichts freigegeben.',
      advice: 'Gehen Sie zurück zur App und beginnen Sie von vorn.',
    },
  },
}
// #endregion german

// #region preview
import { createServer } from 'node:http'
import { createPages } from '@sallyport/core/pages'
import { pageResponse } from '@sallyport/core/replies'

createServer((_request, response) => {
  void createPages(pages)
    .error({ problem: 'page_expired', error: undefined, requestId: 'preview', returnTo: undefined })
    .then(async (page) => {
      const answer = pageResponse(200, page)
      response.setHeaders(answer.headers).end(await answer.text())
    })
}).listen(4000, '127.0.0.1')
// #endregion preview
