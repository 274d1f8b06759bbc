update-available = Adit { $version } está disponível; este é { $own }.
    .advice = Novidades: { $page }. O Adit não baixa nada sozinho. Instale-o como você instalou este.
update-untrusted = Não se sabe se há um Adit mais novo: a resposta não veio dos autores dele.
    .advice = Alguém pode ter alterado a resposta, ou dado uma antiga. Confira você mesmo onde obteve o Adit.
