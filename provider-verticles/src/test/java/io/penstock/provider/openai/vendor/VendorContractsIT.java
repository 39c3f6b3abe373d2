package io.penstock.provider.openai.vendor;

import io.penstock.provider.contract.ProviderContract;
import io.penstock.provider.openai.OpenAiWireForm;
import io.penstock.shared.config.model.ProviderType;
import org.junit.jupiter.api.Nested;

/** The contract of providers, with every vendor and local server of OpenAI's form. */
class VendorContractsIT {

    @Nested
    class Deepseek extends ProviderContract {
        Deepseek() {
            super(new OpenAiWireForm(ProviderType.DEEPSEEK));
        }
    }

    @Nested
    class Groq extends ProviderContract {
        Groq() {
            super(new OpenAiWireForm(ProviderType.GROQ));
        }
    }

    @Nested
    class Mistral extends ProviderContract {
        Mistral() {
            super(new OpenAiWireForm(ProviderType.MISTRAL));
        }
    }

    @Nested
    class Xai extends ProviderContract {
        Xai() {
            super(new OpenAiWireForm(ProviderType.XAI));
        }
    }

    @Nested
    class Cerebras extends ProviderContract {
        Cerebras() {
            super(new OpenAiWireForm(ProviderType.CEREBRAS));
        }
    }

    @Nested
    class Perplexity extends ProviderContract {
        Perplexity() {
            super(new OpenAiWireForm(ProviderType.PERPLEXITY));
        }
    }

    @Nested
    class Openrouter extends ProviderContract {
        Openrouter() {
            super(new OpenAiWireForm(ProviderType.OPENROUTER));
        }
    }

    @Nested
    class Together extends ProviderContract {
        Together() {
            super(new OpenAiWireForm(ProviderType.TOGETHER));
        }
    }

    @Nested
    class Fireworks extends ProviderContract {
        Fireworks() {
            super(new OpenAiWireForm(ProviderType.FIREWORKS));
        }
    }

    @Nested
    class WorkersAi extends ProviderContract {
        WorkersAi() {
            super(new OpenAiWireForm(ProviderType.WORKERS_AI));
        }
    }

    @Nested
    class Ollama extends ProviderContract {
        Ollama() {
            super(new OpenAiWireForm(ProviderType.OLLAMA));
        }
    }

    @Nested
    class Vllm extends ProviderContract {
        Vllm() {
            super(new OpenAiWireForm(ProviderType.VLLM));
        }
    }

    @Nested
    class Llamacpp extends ProviderContract {
        Llamacpp() {
            super(new OpenAiWireForm(ProviderType.LLAMACPP));
        }
    }

    @Nested
    class Lmstudio extends ProviderContract {
        Lmstudio() {
            super(new OpenAiWireForm(ProviderType.LMSTUDIO));
        }
    }
}
