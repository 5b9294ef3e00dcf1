import { Result } from 'antd';
import { Link } from 'react-router';
import { useRealm } from '../api/realm.ts';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';

export function Page() {
  const say = useWords(COMMON);
  const home = useRealm() === 'operator' ? '/operator' : '/';
  return (
    <Result
      status="404"
      title={say('notFound')}
      subTitle={say('notFoundHint')}
      extra={<Link to={home}>{say('toFirstPage')}</Link>}
    />
  );
}
