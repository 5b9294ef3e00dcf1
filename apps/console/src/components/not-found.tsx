import { Result } from 'antd';
import { Link } from 'react-router';
import { COMMON } from '../words/common.ts';
import { useWords } from '../words/language.ts';

export function Page() {
  const say = useWords(COMMON);
  return (
    <Result
      status="404"
      title={say('notFound')}
      subTitle={say('notFoundHint')}
      extra={<Link to="/">{say('toFirstPage')}</Link>}
    />
  );
}
