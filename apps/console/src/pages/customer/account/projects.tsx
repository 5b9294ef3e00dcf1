import type { ResponseOf } from '@herald/contract';
import { Button, Card, Flex, Input, Typography } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useWords } from '../../../words/language.ts';
import { ACCOUNT } from './words.ts';

type Project = ResponseOf<'ListProjects'>['Projects'][number];

export function Projects({ projects }: { projects: readonly Project[] }) {
  const say = useWords(ACCOUNT);
  const create = useAct('CreateProject', ['ListProjects']);
  const [name, setName] = useState('');
  return (
    <Card size="small" title={say('projects')}>
      <Flex vertical gap={8}>
        {projects.map((project) => (
          <ProjectRow key={`${project.ProjectId} ${project.Name}`} project={project} />
        ))}
        <Flex gap={8} wrap>
          <Input
            aria-label={say('projectName')}
            placeholder={say('projectName')}
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.target.value)}
            style={{ maxWidth: 280 }}
          />
          <Button
            disabled={name.trim() === ''}
            loading={create.isPending}
            onClick={() => create.mutate({ Name: name.trim() }, { onSuccess: () => setName('') })}
          >
            {say('createProject')}
          </Button>
        </Flex>
        <Failure error={create.error} />
      </Flex>
    </Card>
  );
}

function ProjectRow({ project: { ProjectId, Name } }: { project: Project }) {
  const say = useWords(ACCOUNT);
  const update = useAct('UpdateProject', ['ListProjects']);
  const [name, setName] = useState(Name);
  return (
    <div>
      <Flex gap={8} wrap align="center">
        <Input
          aria-label={say('projectName')}
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
          style={{ maxWidth: 280 }}
        />
        <Button
          disabled={name.trim() === '' || name === Name}
          loading={update.isPending}
          onClick={() => update.mutate({ ProjectId, Name: name.trim() })}
        >
          {say('rename')}
        </Button>
        <Typography.Text type="secondary" className="mono" copyable>
          {ProjectId}
        </Typography.Text>
      </Flex>
      <Failure error={update.error} />
    </div>
  );
}
