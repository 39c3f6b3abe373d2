package io.penstock.provider.openai.vendor;

import io.penstock.provider.contract.ProviderContract;
import org.junit.jupiter.api.Nested;

/** The contract of providers, with every vendor and local server of OpenAI's form. */
class VendorContractsIT {

    @Nested
    class Deepseek extends ProviderContract {
        Deepseek() {
            super(new DeepseekWireForm());
        }
    }

    @Nested
    class Groq extends ProviderContract {
        Groq() {
            super(new GroqWireForm());
        }
    }

    @Nested
    class Mistral extends ProviderContract {
        Mistral() {
            super(new MistralWireForm());
        }
    }

    @Nested
    class Xai extends ProviderContract {
        Xai() {
            super(new XaiWireForm());
        }
    }

    @Nested
    class Cerebras extends ProviderContract {
        Cerebras() {
            super(new CerebrasWireForm());
        }
    }

    @Nested
    class Perplexity extends ProviderContract {
        Perplexity() {
            super(new PerplexityWireForm());
        }
    }

    @Nested
    class Openrouter extends ProviderContract {
        Openrouter() {
            super(new OpenrouterWireForm());
        }
    }

    @Nested
    class Together extends ProviderContract {
        Together() {
            super(new TogetherWireForm());
        }
    }

    @Nested
    class Fireworks extends ProviderContract {
        Fireworks() {
            super(new FireworksWireForm());
        }
    }

    @Nested
    class WorkersAi extends ProviderContract {
        WorkersAi() {
            super(new WorkersAiWireForm());
        }
    }

    @Nested
    class Ollama extends ProviderContract {
        Ollama() {
            super(new OllamaWireForm());
        }
    }

    @Nested
    class Vllm extends ProviderContract {
        Vllm() {
            super(new VllmWireForm());
        }
    }

    @Nested
    class Llamacpp extends ProviderContract {
        Llamacpp() {
            super(new LlamacppWireForm());
        }
    }

    @Nested
    class Lmstudio extends ProviderContract {
        Lmstudio() {
            super(new LmstudioWireForm());
        }
    }
}
