import type { ResponseOf } from '@herald/contract';
import { Card, Empty, Flex, Table, Tag } from 'antd';
import { useState } from 'react';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { useKindName } from '../../../components/package-kind.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { formatMoment, Yuan } from '../../../components/values.tsx';
import { useLanguage, useWords } from '../../../words/language.ts';
import { yuanColumn } from '../parts/desk-columns.tsx';
import { MONEY } from './words.ts';

type Book = ResponseOf<'ListUVMSPriceBooks'>['Data'][number];
type Price = Book['Prices'][number];
type Package = Book['Packages'][number];

const STALE = ['ListUVMSPriceBooks'] as const;

/** 3.2: every version of the price book. */
export function Page() {
  const say = useWords(MONEY);
  const books = useAsk('ListUVMSPriceBooks', {});
  const [now] = useState(() => Date.now());
  const list = books.data?.Data ?? [];
  const current = list.find(({ EffectiveTime }) => EffectiveTime <= now);
  return (
    <>
      <PageHead title={say('prices')} intro={say('pricesIntro')}>
        {books.data && <PublishButton base={list[0]} />}
      </PageHead>
      <Failure error={books.error} onRetry={() => books.refetch()} />
      {books.isPending && <Loading />}
      {books.data && list.length === 0 && <Empty description={say('noBooks')} />}
      <Flex vertical gap={16}>
        {list.map((book) => (
          <BookCard
            key={book.Version}
            book={book}
            state={book === current ? 'inForce' : book.EffectiveTime > now ? 'coming' : 'past'}
          />
        ))}
      </Flex>
    </>
  );
}

const COLOURS = { inForce: 'success', coming: 'processing', past: 'default' } as const;

function BookCard({ book, state }: { book: Book; state: keyof typeof COLOURS }) {
  const say = useWords(MONEY);
  const language = useLanguage();
  const kindName = useKindName();
  const at = (time: number) => formatMoment(time, language, 'minute');
  return (
    <Card
      size="small"
      title={
        <>
          {say('version', { version: book.Version })} <Tag color={COLOURS[state]}>{say(state)}</Tag>
        </>
      }
      extra={`${say('from', { at: at(book.EffectiveTime) })} · ${say('announced', { at: at(book.AnnounceTime) })}`}
    >
      <Flex gap={16} wrap align="flex-start">
        <div style={{ flex: '3 1 380px', minWidth: 0 }}>
          <Table<Price>
            size="small"
            rowKey={({ Purpose, GroupType, Prefix }) => `${Purpose} ${GroupType} ${Prefix}`}
            dataSource={book.Prices}
            pagination={{ hideOnSinglePage: true, pageSize: 20 }}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: say('kind'), key: 'kind', render: (_, price) => kindName(price) },
              { title: say('prefix'), dataIndex: 'Prefix', className: 'number' },
              {
                title: say('price'),
                key: 'price',
                align: 'right',
                render: (_, { Amount, StepSeconds }) => (
                  <>
                    <Yuan amount={Amount} />{' '}
                    {StepSeconds === 0 ? say('perMessage') : say('perStep', { seconds: StepSeconds })}
                  </>
                ),
              },
            ]}
          />
        </div>
        <div style={{ flex: '2 1 300px', minWidth: 0 }}>
          <Table<Package>
            size="small"
            rowKey={({ Purpose, GroupType, Quantity }) => `${Purpose} ${GroupType} ${Quantity}`}
            dataSource={book.Packages}
            pagination={{ hideOnSinglePage: true, pageSize: 20 }}
            scroll={{ x: 'max-content' }}
            columns={[
              { title: say('package'), key: 'kind', render: (_, one) => kindName(one) },
              {
                title: say('quantity'),
                dataIndex: 'Quantity',
                align: 'right',
                className: 'number',
                render: (quantity: number) => quantity.toLocaleString(),
              },
              yuanColumn(say('price'), 'Amount'),
            ]}
          />
        </div>
      </Flex>
    </Card>
  );
}

/** Announces a version, begun from the latest one. */
function PublishButton({ base }: { base: Book | undefined }) {
  const say = useWords(MONEY);
  const prices = (base?.Prices ?? []).map(
    ({ Purpose, GroupType, Prefix, Amount, StepSeconds }) =>
      `${Purpose},${GroupType},${Prefix},${Amount},${StepSeconds}`,
  );
  const packages = (base?.Packages ?? []).map(
    ({ Purpose, GroupType, Quantity, Amount }) => `${Purpose},${GroupType},${Quantity},${Amount}`,
  );
  return (
    <FormButton
      action="PublishUVMSPriceBook"
      label={say('publish')}
      intro={say('publishIntro')}
      type="primary"
      size="middle"
      stale={STALE}
      initial={{ Prices: prices.join('\n'), Packages: packages.join('\n') }}
      fields={[
        { name: 'EffectiveTime', label: say('effective'), kind: 'moment', required: true },
        { name: 'Prices', label: say('priceLines'), kind: 'lines', required: true },
        { name: 'Packages', label: say('packageLines'), kind: 'lines' },
      ]}
    />
  );
}
