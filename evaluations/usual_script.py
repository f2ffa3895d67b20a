"""What people write first, to compare with: load MiniLM in torch, open the library's Chroma, ask it one question.

python -m evaluations.usual_script MODEL_FOLDER LIBRARY "question"
"""

import sys

import chromadb
from sentence_transformers import SentenceTransformer

model_folder, library, question = sys.argv[1:]
model = SentenceTransformer(model_folder, device="cpu")
collection = chromadb.PersistentClient(f"{library}/chroma").get_collection("passages", embedding_function=None)
found = collection.query(query_embeddings=model.encode([question]).tolist(), n_results=10)
for identifier, distance in zip(found["ids"][0], found["distances"][0], strict=True):
    print(identifier, round(distance, 3))
