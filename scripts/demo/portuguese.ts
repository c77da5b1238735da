import { fileURLToPath } from 'node:url';

/** What the Portuguese side writes. Person, document and file number are invented. */

export const DIPLOMA = fileURLToPath(new URL('../../training/diploma.png', import.meta.url));

export const PERSON = [
  { name: 'familyName', value: 'Musterfrau-Beispiel' },
  { name: 'givenName', value: 'Mia' },
  { name: 'birthDate', value: '1990-03-14' },
  { name: 'birthPlace', value: 'Musterstadt' },
  { name: 'nationality', value: 'DE' },
  { name: 'sex', value: 'female' },
  { name: 'idDocumentNumber', value: 'MUSTER-L0000X' },
];

/** What must not be in a message for those who may not know the person: everything that could tell who it is. */
export const TELLTALES = [
  'Musterfrau',
  '1990-03-14',
  'Musterstadt',
  'MUSTER-L0000X',
  'diploma-mia.png',
  'SIMULACAO/0042',
];

const PROFESSION = { name: 'profession', value: 'Lehramt im Sekundarbereich' };
const ABOUT_DIPLOMA = { attachment: 'doc-1' };

const QUESTIONS = [
  { question: 'PQ-GQ-001', blanks: [PROFESSION] },
  {
    question: 'PQ-GQ-008',
    comment: pt(
      'Interessa-nos saber se a qualificação habilita a lecionar Matemática e Física até ao 12.º ano.',
    ),
  },
  { question: 'PQ-GQ-010' },
  { question: 'PQ-GQ-011' },
  {
    question: 'PQ-GQ-022',
    blanks: [PROFESSION],
    comment: pt('Agradecemos a indicação das datas exatas de início e de termo.'),
  },
  { question: 'PQ-GQ-023' },
  { question: 'PQ-GQ-026' },
  { question: 'PQ-GQ-031', ...ABOUT_DIPLOMA },
  {
    question: 'PQ-GQ-032',
    ...ABOUT_DIPLOMA,
    comment: pt('Foi-nos apresentada apenas uma cópia digitalizada; o original não foi exibido.'),
  },
];

/** Asked only after the coordinator has wanted it so. */
const MORE_QUESTIONS = [{ question: 'PQ-GQ-013' }, { question: 'PQ-GQ-014' }];

export const FIRST_DEADLINE = 21;
export const SECOND_DEADLINE = 42;

/** The data of `request.send`: no addressee, but what the addressee must be competent for. */
export function requestData(diploma: Uint8Array, deadline: string, isChanged = false) {
  return {
    area: 'PQ',
    questionSet: { id: 'pq-general', version: '1.0.0' },
    addressee: { criteria: { country: 'DE', keywords: ['secondary-school-teacher'] } },
    questions: isChanged ? [...QUESTIONS, ...MORE_QUESTIONS] : QUESTIONS,
    subject: PERSON,
    justification: pt(
      'No âmbito de um pedido de reconhecimento de qualificações docentes, solicita-se a confirmação dos elementos abaixo indicados, nos termos dos artigos 8.º e 56.º da Diretiva 2005/36/CE.',
    ),
    reference: 'SIMULACAO/0042',
    deadline,
    attachments: [
      {
        id: 'doc-1',
        name: 'diploma-mia.png',
        mediaType: 'image/png',
        description: pt('Diploma apresentado pela requerente (cópia digitalizada).'),
        content: Buffer.from(diploma).toString('base64'),
      },
    ],
  };
}

export const PT = {
  changeThis: pt(
    'Queiram perguntar também pela data em que a qualificação foi conferida e pelo estabelecimento que a conferiu, e prever um prazo de resposta de seis semanas.',
  ),
  clarify: pt(
    'Interessa-nos apenas o período posterior ao estágio, em que a profissão foi exercida de forma autónoma.',
  ),
  askMore: pt(
    'O período indicado não permite concluir se a profissão foi exercida sem interrupção. Solicita-se a indicação de eventuais interrupções superiores a seis meses.',
  ),
  refer: pt(
    'A informação sobre eventuais interrupções é indispensável para calcular a experiência profissional. Solicita-se o parecer dos coordenadores.',
  ),
  opinion: pt(
    'Concordamos com a autoridade requerente: a resposta não esclarece a duração efetiva do exercício da profissão e não é, por isso, satisfatória.',
  ),
  thanks: pt('A resposta é satisfatória. Agradecemos a colaboração.'),
};

/** A request for another profession, for the way over HTTP: in Bavaria, an authority of the region is competent. */
export function nurseData(deadline: string) {
  const profession = { name: 'profession', value: 'Gesundheits- und Krankenpflege' };
  return {
    area: 'PQ',
    questionSet: { id: 'pq-general', version: '1.0.0' },
    addressee: { criteria: { country: 'DE', keywords: ['nurse-general-care'], region: 'DE2' } },
    coordinator: 'PT-T-COORDENACAO',
    questions: [
      { question: 'PQ-GQ-015', blanks: [profession] },
      { question: 'PQ-GQ-025', blanks: [profession] },
    ],
    subject: [
      { name: 'familyName', value: 'Exemplo-Fictício' },
      { name: 'givenName', value: 'Max' },
      { name: 'birthDate', value: '1985-02-28' },
    ],
    justification: pt('Pedido de reconhecimento do título de enfermeiro responsável por cuidados gerais.'),
    deadline,
  };
}

function pt(text: string) {
  return { text, language: 'pt' };
}
