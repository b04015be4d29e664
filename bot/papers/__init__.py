"""Papers and pictures: documents as PDF, codes and charts as pictures, drawn from facts."""
